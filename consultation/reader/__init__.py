"""Opens files of strangers, in a process of its own that can be killed and can open nothing else (I5).

Nobody imports it: `responses.reading` starts it, gives it the bytes, and checks what it says.
"""

"""Parties: the register of councils and organisations, who is heard, who has answered."""

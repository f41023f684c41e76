/* Writes down, in one log and in order, what the processes of a database write and what they make safe, so that a power
   cut can be played afterwards: whatever was not made safe is gone (D2). Loaded by LD_PRELOAD.

   LOSING_ROOT: the folder whose files count. LOSING_LOG: the log. A record: kind, then path length, offset, length, ticket
   as 64-bit numbers, then path and data. W: written. T: cut or grown to offset. S and D: making safe began and ended, with
   the same ticket. G: grown. U: removed. R: renamed, the data is the new path. Renames and removals count as safe at once, as a
   journalling file system keeps them in order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = dlsym(RTLD_NEXT, name)

static const char *root, *log_path;
static int log_fd = -1;
static atomic_ulong tickets;

__attribute__((constructor)) static void begin(void) {
    root = getenv("LOSING_ROOT");
    log_path = getenv("LOSING_LOG");
}

static int counts(const char *path) { return root && log_path && !strncmp(path, root, strlen(root)); }

static int path_of(int fd, char *path) {
    char link[64];
    if (!root) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return counts(path);
}

static void note(char kind, const char *path, uint64_t offset, const struct iovec *data, int parts, uint64_t length, uint64_t ticket) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (log_fd < 0) log_fd = open(log_path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (log_fd < 0) abort();
    uint64_t head[5] = {(uint64_t)kind, strlen(path), offset, length, ticket};
    struct iovec whole[1026];  /* IOV_MAX and two */
    int used = 2;
    whole[0] = (struct iovec){head, sizeof head};
    whole[1] = (struct iovec){(void *)path, strlen(path)};
    for (int part = 0; part < parts && length > 0; part++) {
        if (used == 1026) abort();
        size_t size = data[part].iov_len < length ? data[part].iov_len : length;
        whole[used++] = (struct iovec){data[part].iov_base, size};
        length -= size;
    }
    if (real(log_fd, whole, used) < 0) abort();
}

static void note_written(int fd, const struct iovec *data, int parts, ssize_t length, off_t offset) {
    char path[PATH_MAX];
    if (length > 0 && path_of(fd, path)) note('W', path, offset, data, parts, length, 0);
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    ssize_t done = real(fd, data, size);
    struct iovec one = {(void *)data, size};
    if (done > 0 && root) note_written(fd, &one, 1, done, lseek(fd, 0, SEEK_CUR) - done);
    return done;
}

ssize_t writev(int fd, const struct iovec *data, int parts) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    ssize_t done = real(fd, data, parts);
    if (done > 0 && root) note_written(fd, data, parts, done, lseek(fd, 0, SEEK_CUR) - done);
    return done;
}

#define PWRITE(name) \
    ssize_t name(int fd, const void *data, size_t size, off_t offset) { \
        REAL(ssize_t, #name, int, const void *, size_t, off_t); \
        ssize_t done = real(fd, data, size, offset); \
        struct iovec one = {(void *)data, size}; \
        note_written(fd, &one, 1, done, offset); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define PWRITEV(name) \
    ssize_t name(int fd, const struct iovec *data, int parts, off_t offset) { \
        REAL(ssize_t, #name, int, const struct iovec *, int, off_t); \
        ssize_t done = real(fd, data, parts, offset); \
        note_written(fd, data, parts, done, offset); \
        return done; \
    }
PWRITEV(pwritev)
PWRITEV(pwritev64)

#define TRUNCATE(name) \
    int name(int fd, off_t size) { \
        REAL(int, #name, int, off_t); \
        int done = real(fd, size); \
        char path[PATH_MAX]; \
        if (!done && path_of(fd, path)) note('T', path, size, 0, 0, 0, 0); \
        return done; \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define ALLOCATE(name) \
    int name(int fd, off_t offset, off_t size) { \
        REAL(int, #name, int, off_t, off_t); \
        int done = real(fd, offset, size); \
        char path[PATH_MAX]; \
        if (!done && path_of(fd, path)) note('G', path, offset + size, 0, 0, 0, 0); \
        return done; \
    }
ALLOCATE(posix_fallocate)
ALLOCATE(posix_fallocate64)

#define SAFE(name) \
    int name(int fd) { \
        REAL(int, #name, int); \
        char path[PATH_MAX]; \
        int mine = path_of(fd, path); \
        uint64_t ticket = mine ? ((uint64_t)getpid() << 32) + ++tickets : 0; \
        if (mine) note('S', path, 0, 0, 0, 0, ticket); \
        int done = real(fd); \
        if (mine && !done) note('D', path, 0, 0, 0, 0, ticket); \
        return done; \
    }
SAFE(fsync)
SAFE(fdatasync)

static const char *whole(const char *path, char *room) {
    if (path[0] == '/' || !getcwd(room, PATH_MAX)) return path;
    strncat(strncat(room, "/", PATH_MAX - strlen(room) - 1), path, PATH_MAX - strlen(room) - 1);
    return room;
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    char room[PATH_MAX];
    const char *name = whole(path, room);
    int done = real(path);
    if (!done && counts(name)) note('U', name, 0, 0, 0, 0, 0);
    return done;
}

int rename(const char *old, const char *new) {
    REAL(int, "rename", const char *, const char *);
    char room[PATH_MAX], other[PATH_MAX];
    const char *from = whole(old, room), *to = whole(new, other);
    int done = real(old, new);
    struct iovec one = {(void *)to, strlen(to)};
    if (!done && counts(to)) note('R', from, 0, &one, 1, strlen(to), 0);
    return done;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, #name, const char *, int, ...); \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        int fd = real(path, flags, mode); \
        char room[PATH_MAX]; \
        if (fd >= 0 && flags & O_TRUNC && path_of(fd, room)) note('T', room, 0, 0, 0, 0, 0); \
        return fd; \
    }
OPEN(open)
OPEN(open64)

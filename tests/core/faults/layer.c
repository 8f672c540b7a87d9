/* Loaded into a test process with LD_PRELOAD: from one file operation below a folder on, the volume is full, or the process
 * is killed at it. Only calls that go through the C library are seen; Rust's standard library and SQLite use no others. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* The control file, which the test writes. `Control` in `mod.rs` has the same layout. */
static struct control {
    _Atomic uint64_t count; /* operations so far */
    _Atomic uint64_t at;    /* the operation, counted from 1, at which the fault begins; 0: never */
    uint64_t kind;          /* one of the kinds below */
    char below[4072];       /* the folder; empty: nothing is counted */
} *control;

/* What is counted: operations that need space on the volume, or all that change something. */
enum { FULL = 1, KILL = 2 };

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("SATCHEL_TEST_FAULTS");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *map = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (map != MAP_FAILED) control = map;
}

/* Counts an operation on this path. Whether it fails. */
static int fails(const char *path, int needs_space) {
    struct control *c = control;
    size_t length = c ? strlen(c->below) : 0;
    if (!length || strncmp(path, c->below, length) || (path[length] && path[length] != '/')) return 0;
    if (c->kind == FULL && !needs_space) return 0;
    uint64_t number = atomic_fetch_add(&c->count, 1) + 1, at = c->at;
    if (!at || number < at) return 0;
    if (c->kind == KILL) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    errno = ENOSPC;
    return 1;
}

/* The same for an open file, and for a path relative to an open folder. */
static int fails_at(int folder, const char *name, int needs_space) {
    if (!control || (name && name[0] == '/')) return control && fails(name, needs_space);
    char link[64], path[8192];
    snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, path, sizeof path / 2);
    if (length <= 0) return 0;
    snprintf(path + length, sizeof path - length, name ? "/%s" : "%s", name ? name : "");
    return fails(path, needs_space);
}

static int creates(int folder, const char *path, int flags) {
    if ((flags & O_TMPFILE) == O_TMPFILE) return 1;
    return (flags & O_CREAT) && faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

static int is_new(int folder, const char *path) {
    return faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

#define NEXT(name, result, ...) ((result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))
#define MODE(flags, mode)                                       \
    mode_t mode = 0;                                            \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                      \
        va_list rest;                                           \
        va_start(rest, flags);                                  \
        mode = va_arg(rest, mode_t);                            \
        va_end(rest);                                           \
    }

#define OPEN(name)                                                                        \
    int name(const char *path, int flags, ...) {                                          \
        MODE(flags, mode)                                                                 \
        if (control && creates(AT_FDCWD, path, flags) && fails_at(AT_FDCWD, path, 1)) return -1; \
        return NEXT(#name, int, const char *, int, ...)(path, flags, mode);               \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                      \
    int name(int folder, const char *path, int flags, ...) {                              \
        MODE(flags, mode)                                                                 \
        if (control && creates(folder, path, flags) && fails_at(folder, path, 1)) return -1; \
        return NEXT(#name, int, int, const char *, int, ...)(folder, path, flags, mode);  \
    }
OPENAT(openat)
OPENAT(openat64)

/* Calls on an open file. */
#define ON_FILE(result, name, needs_space, declared, passed, ...)         \
    result name declared {                                               \
        if (fails_at(file, NULL, needs_space)) return -1;                \
        return NEXT(#name, result, __VA_ARGS__) passed;                  \
    }
ON_FILE(ssize_t, write, 1, (int file, const void *from, size_t bytes), (file, from, bytes), int, const void *, size_t)
ON_FILE(ssize_t, writev, 1, (int file, const struct iovec *from, int count), (file, from, count), int, const struct iovec *, int)
ON_FILE(ssize_t, pwrite, 1, (int file, const void *from, size_t bytes, off_t at), (file, from, bytes, at), int, const void *, size_t, off_t)
ON_FILE(ssize_t, pwrite64, 1, (int file, const void *from, size_t bytes, off64_t at), (file, from, bytes, at), int, const void *, size_t, off64_t)
ON_FILE(int, ftruncate, 0, (int file, off_t length), (file, length), int, off_t)
ON_FILE(int, ftruncate64, 0, (int file, off64_t length), (file, length), int, off64_t)
ON_FILE(int, fsync, 0, (int file), (file), int)
ON_FILE(int, fdatasync, 0, (int file), (file), int)

/* Calls on paths. */
#define ON_PATH(name, needs_space, declared, passed, folder, path, ...)   \
    int name declared {                                                  \
        if (fails_at(folder, path, needs_space)) return -1;              \
        return NEXT(#name, int, __VA_ARGS__) passed;                     \
    }
ON_PATH(mkdir, 1, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, const char *, mode_t)
ON_PATH(mkdirat, 1, (int folder, const char *path, mode_t mode), (folder, path, mode), folder, path, int, const char *, mode_t)
ON_PATH(unlink, 0, (const char *path), (path), AT_FDCWD, path, const char *)
ON_PATH(unlinkat, 0, (int folder, const char *path, int flags), (folder, path, flags), folder, path, int, const char *, int)
ON_PATH(rmdir, 0, (const char *path), (path), AT_FDCWD, path, const char *)
ON_PATH(rename, is_new(AT_FDCWD, to), (const char *from, const char *to), (from, to), AT_FDCWD, to, const char *, const char *)

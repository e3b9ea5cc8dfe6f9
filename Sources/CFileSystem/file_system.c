#define _GNU_SOURCE
#include "CFileSystem.h"

#include <errno.h>

#if defined(__linux__)
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int pv_exchange_names(const char *first, const char *second) {
    // Through syscall(2), because older C libraries have no renameat2.
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, 2 /* RENAME_EXCHANGE */);
}

int pv_take_write_lease(int fd) {
    // A broken lease is signalled by SIGIO, which would end the process: SIGURG is ignored by
    // default, and whoever waits goes on as soon as the lease is released.
    if (fcntl(fd, F_SETSIG, SIGURG) != 0) return -1;
    return fcntl(fd, F_SETLEASE, F_WRLCK);
}

int pv_release_lease(int fd) {
    return fcntl(fd, F_SETLEASE, F_UNLCK);
}

#else

int pv_exchange_names(const char *first, const char *second) {
    (void)first;
    (void)second;
    errno = ENOTSUP;
    return -1;
}

int pv_take_write_lease(int fd) {
    (void)fd;
    errno = ENOTSUP;
    return -1;
}

int pv_release_lease(int fd) {
    (void)fd;
    errno = ENOTSUP;
    return -1;
}

#endif

#ifndef C_FILE_SYSTEM_H
#define C_FILE_SYSTEM_H

/// What Swift cannot import of the Linux file interface. Elsewhere the calls answer -1 with errno
/// ENOTSUP, and their callers take the portable way.

/// Exchanges two names atomically (renameat2 with RENAME_EXCHANGE): 0, or -1 with errno.
int pv_exchange_names(const char *first, const char *second);

/// Takes a write lease on `fd` (fcntl F_SETLEASE), which the kernel grants only when no other
/// open file description of the file exists anywhere: 0, or -1 with errno. While it is held,
/// whoever opens the file waits.
int pv_take_write_lease(int fd);

/// Gives the lease back: 0, or -1 with errno.
int pv_release_lease(int fd);

#endif

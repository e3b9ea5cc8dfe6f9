// The system's zlib: CRC-32 of zip members, and the reading of compressed ones.
#include <zlib.h>

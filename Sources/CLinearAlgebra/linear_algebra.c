#include "CLinearAlgebra.h"

#include <limits.h>

#include "platform.h"

int linear_algebra_all_workspace(int n, double query) {
    /* What LAPACK's documentation demands of syevd with vectors. */
    double needed = 1 + 6 * (double)n + 2 * (double)n * (double)n;
    double size = query > needed ? query : needed;
    return size > INT_MAX ? -1 : (int)size;
}

#define SCALAR float
#define OURS(name) linear_algebra_s##name
#define CBLAS(name) cblas_s##name
#define LAPACK(name) s##name##_
#include "routines.h"
#undef SCALAR
#undef OURS
#undef CBLAS
#undef LAPACK

#define SCALAR double
#define OURS(name) linear_algebra_d##name
#define CBLAS(name) cblas_d##name
#define LAPACK(name) d##name##_
#include "routines.h"

double linear_algebra_ddot(int n, const double *x, const double *y) {
    use_one_thread();
    return cblas_ddot(n, x, 1, y, 1);
}

void linear_algebra_daxpy(int n, double alpha, const double *x, double *y) {
    use_one_thread();
    cblas_daxpy(n, alpha, x, 1, y, 1);
}

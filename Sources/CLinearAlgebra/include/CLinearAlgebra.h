/* The few BLAS and LAPACK routines that TensorMath calls, over Accelerate or OpenBLAS.
 *
 * Matrices are row-major and dense; `rows * columns` elements without padding unless a leading
 * dimension is given. Every call runs on the calling thread only: callers parallelise above. */
#ifndef C_LINEAR_ALGEBRA_H
#define C_LINEAR_ALGEBRA_H

#include <stdbool.h>

/* Returned when memory for a routine's workspace could not be had. */
#define LINEAR_ALGEBRA_NO_MEMORY (-1000)

/* c (m x n) = alpha * op(a) (m x k) * op(b) (k x n) + beta * c */
void linear_algebra_sgemm(bool transpose_a, bool transpose_b, int m, int n, int k, float alpha,
                          const float *a, int lda, const float *b, int ldb, float beta, float *c,
                          int ldc);
void linear_algebra_dgemm(bool transpose_a, bool transpose_b, int m, int n, int k, double alpha,
                          const double *a, int lda, const double *b, int ldb, double beta,
                          double *c, int ldc);

/* The sum of x[i] * y[i], and y[i] += alpha * x[i]. */
double linear_algebra_ddot(int n, const double *x, const double *y);
void linear_algebra_daxpy(int n, double alpha, const double *x, double *y);

/* Each of the `count` rows of y = the same row of x * a, both count x n, for a symmetric a (n x n)
 * whose lower triangle is read: half of what a product reads. */
void linear_algebra_ssymv(int n, int count, const float *a, const float *x, float *y);
void linear_algebra_dsymv(int n, int count, const double *a, const double *x, double *y);

/* The lower triangle of c (n x n): a * a^T for a (n x k), or with `transpose` a^T * a for
 * a (k x n). The strict upper triangle is left alone. */
void linear_algebra_ssyrk(bool transpose, int n, int k, const float *a, int lda, float *c,
                          int ldc);
void linear_algebra_dsyrk(bool transpose, int n, int k, const double *a, int lda, double *c,
                          int ldc);

/* The `count` largest eigenvalues of the symmetric a (n x n, lower triangle read, overwritten) in
 * ascending order, and unless `vectors` is null their eigenvectors as rows (count x n). `values`
 * holds n elements. Returns LAPACK's info: 0 when it converged, below 0 when LAPACK refused an
 * argument. */
int linear_algebra_seigen(int n, int count, float *a, float *values, float *vectors);
int linear_algebra_deigen(int n, int count, double *a, double *values, double *vectors);

/* How many elements the workspace of divide and conquer must have for a matrix of order n, for which
 * LAPACK asked for `query`: a float cannot hold every such number, and a rounded one is too small.
 * Below 0 when LAPACK cannot be told so large a number. */
int linear_algebra_all_workspace(int n, double query);

/* Solves a x = b for each of the `count` rows of b (count x n, overwritten by the answers), where
 * a (n x n, overwritten) is symmetric and positive definite. Returns LAPACK's info: i > 0 when
 * the leading minor of order i is not positive. */
int linear_algebra_ssolve(int n, int count, float *a, float *b);
int linear_algebra_dsolve(int n, int count, double *a, double *b);

#endif

/* Where BLAS and LAPACK come from, and how each is held to the calling thread. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#if defined(__APPLE__)

#define ACCELERATE_NEW_LAPACK
#include <Accelerate/Accelerate.h>

/* The hidden string lengths at the end of LAPACK calls are a convention of Fortran compilers. */
#define LENGTHS_1
#define LENGTHS_2
#define LENGTHS_3

static void use_one_thread(void) { BLASSetThreading(BLAS_THREADING_SINGLE_THREADED); }

#else

#include <pthread.h>

#define LENGTHS_1 , 1
#define LENGTHS_2 , 1, 1
#define LENGTHS_3 , 1, 1, 1

enum { CblasRowMajor = 101, CblasNoTrans = 111, CblasTrans = 112, CblasLower = 122 };

void cblas_sgemm(int order, int trans_a, int trans_b, int m, int n, int k, float alpha,
                 const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
void cblas_dgemm(int order, int trans_a, int trans_b, int m, int n, int k, double alpha,
                 const double *a, int lda, const double *b, int ldb, double beta, double *c,
                 int ldc);
void cblas_ssyrk(int order, int uplo, int trans, int n, int k, float alpha, const float *a,
                 int lda, float beta, float *c, int ldc);
void cblas_dsyrk(int order, int uplo, int trans, int n, int k, double alpha, const double *a,
                 int lda, double beta, double *c, int ldc);
void cblas_sgemv(int order, int trans, int m, int n, float alpha, const float *a, int lda,
                 const float *x, int incx, float beta, float *y, int incy);
void cblas_dgemv(int order, int trans, int m, int n, double alpha, const double *a, int lda,
                 const double *x, int incx, double beta, double *y, int incy);
void cblas_ssymv(int order, int uplo, int n, float alpha, const float *a, int lda, const float *x,
                 int incx, float beta, float *y, int incy);
void cblas_dsymv(int order, int uplo, int n, double alpha, const double *a, int lda,
                 const double *x, int incx, double beta, double *y, int incy);
double cblas_ddot(int n, const double *x, int incx, const double *y, int incy);
void cblas_daxpy(int n, double alpha, const double *x, int incx, double *y, int incy);
void openblas_set_num_threads(int count);
/* Ends OpenBLAS's threads. Not in its header, and not in builds without threads. */
__attribute__((weak)) int blas_thread_shutdown_(void);

/* Threads that are told to be one go on spinning for a tenth of a second: they must end. */
static void set_one_thread(void) {
    openblas_set_num_threads(1);
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}

/* OpenBLAS's own threads spin at barriers: on a busy machine they make the eigensolvers several
 * times slower, and results would depend on their number. */
static void use_one_thread(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_one_thread);
}

#endif

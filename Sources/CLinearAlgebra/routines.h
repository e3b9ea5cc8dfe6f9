/* A template without include guard: read once with SCALAR float and once with SCALAR double. */

#if !defined(__APPLE__)
void LAPACK(syevr)(const char *jobz, const char *range, const char *uplo, const int *n, SCALAR *a,
                   const int *lda, const SCALAR *vl, const SCALAR *vu, const int *il,
                   const int *iu, const SCALAR *abstol, int *m, SCALAR *w, SCALAR *z,
                   const int *ldz, int *isuppz, SCALAR *work, const int *lwork, int *iwork,
                   const int *liwork, int *info, size_t, size_t, size_t);
void LAPACK(syevd)(const char *jobz, const char *uplo, const int *n, SCALAR *a, const int *lda,
                   SCALAR *w, SCALAR *work, const int *lwork, int *iwork, const int *liwork,
                   int *info, size_t, size_t);
void LAPACK(posv)(const char *uplo, const int *n, const int *nrhs, SCALAR *a, const int *lda,
                  SCALAR *b, const int *ldb, int *info, size_t);
#endif

void OURS(gemm)(bool transpose_a, bool transpose_b, int m, int n, int k, SCALAR alpha,
                const SCALAR *a, int lda, const SCALAR *b, int ldb, SCALAR beta, SCALAR *c,
                int ldc) {
    use_one_thread();
    /* A row's product reads the matrix once; gemm would first pack a copy of it, which pays from
     * some rows on. */
    if (m <= 8 && !transpose_a) {
        for (int row = 0; row < m; row++)
            CBLAS(gemv)(CblasRowMajor, transpose_b ? CblasNoTrans : CblasTrans,
                        transpose_b ? n : k, transpose_b ? k : n, alpha, b, ldb,
                        a + (size_t)row * lda, 1, beta, c + (size_t)row * ldc, 1);
        return;
    }
    if (n == 1 && ldc == 1 && transpose_b && !transpose_a) {
        CBLAS(gemv)(CblasRowMajor, CblasNoTrans, m, k, alpha, a, lda, b, 1, beta, c, 1);
        return;
    }
    CBLAS(gemm)(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
                transpose_b ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, lda, b, ldb, beta, c,
                ldc);
}

void OURS(symv)(int n, int count, const SCALAR *a, const SCALAR *x, SCALAR *y) {
    use_one_thread();
    for (int row = 0; row < count; row++)
        CBLAS(symv)(CblasRowMajor, CblasLower, n, 1, a, n, x + (size_t)row * n, 1, 0,
                    y + (size_t)row * n, 1);
}

void OURS(syrk)(bool transpose, int n, int k, const SCALAR *a, int lda, SCALAR *c, int ldc) {
    use_one_thread();
    CBLAS(syrk)(CblasRowMajor, CblasLower, transpose ? CblasTrans : CblasNoTrans, n, k, 1, a, lda,
                0, c, ldc);
}

/* LAPACK reads columns: our lower triangle is its upper one ("U"), its eigenvector columns are our
 * rows. */

/* Divide and conquer: the faster way when most vectors are wanted. They replace `a`. */
static int OURS(eigen_all)(int n, SCALAR *a, SCALAR *values) {
    int info = 0, size = -1, integer_size = -1, integer_query = 0;
    SCALAR query = 0;
    LAPACK(syevd)("V", "U", &n, a, &n, values, &query, &size, &integer_query, &integer_size,
                  &info LENGTHS_2);
    if (info != 0) return info;

    size = linear_algebra_all_workspace(n, (double)query);
    if (size < 0) return LINEAR_ALGEBRA_NO_MEMORY;
    integer_size = integer_query;
    SCALAR *work = malloc((size_t)size * sizeof(SCALAR));
    int *integers = malloc((size_t)integer_size * sizeof(int));
    if (work == NULL || integers == NULL) {
        info = LINEAR_ALGEBRA_NO_MEMORY;
    } else {
        LAPACK(syevd)("V", "U", &n, a, &n, values, work, &size, integers, &integer_size,
                      &info LENGTHS_2);
    }
    free(work);
    free(integers);
    return info;
}

/* MRRR over an index range: the faster way to few vectors, or to none. */
static int OURS(eigen_range)(int n, int count, SCALAR *a, SCALAR *values, SCALAR *vectors) {
    const char *job = vectors == NULL ? "N" : "V", *range = count == n ? "A" : "I";
    int info = 0, found = 0, first = n - count + 1, size = -1, integer_size = -1;
    int integer_query = 0;
    SCALAR unused = 0, tolerance = 0, query = 0;
    int *support = malloc(2 * (size_t)n * sizeof(int));
    if (support == NULL) return LINEAR_ALGEBRA_NO_MEMORY;
    LAPACK(syevr)(job, range, "U", &n, a, &n, &unused, &unused, &first, &n, &tolerance, &found,
                  values, vectors, &n, support, &query, &size, &integer_query, &integer_size,
                  &info LENGTHS_3);

    size = (int)query;
    integer_size = integer_query;
    SCALAR *work = malloc((size_t)size * sizeof(SCALAR));
    int *integers = malloc((size_t)integer_size * sizeof(int));
    if (work == NULL || integers == NULL) {
        info = LINEAR_ALGEBRA_NO_MEMORY;
    } else if (info == 0) {
        LAPACK(syevr)(job, range, "U", &n, a, &n, &unused, &unused, &first, &n, &tolerance,
                      &found, values, vectors, &n, support, work, &size, integers, &integer_size,
                      &info LENGTHS_3);
    }
    free(work);
    free(integers);
    free(support);
    return info;
}

int OURS(eigen)(int n, int count, SCALAR *a, SCALAR *values, SCALAR *vectors) {
    use_one_thread();
    if (vectors == NULL || count <= n / 2) {
        return OURS(eigen_range)(n, count, a, values, vectors);
    }
    int info = OURS(eigen_all)(n, a, values);
    if (info != 0) return info;
    size_t skipped = (size_t)(n - count);
    memmove(values, values + skipped, (size_t)count * sizeof(SCALAR));
    memcpy(vectors, a + skipped * (size_t)n, (size_t)count * (size_t)n * sizeof(SCALAR));
    return 0;
}

int OURS(solve)(int n, int count, SCALAR *a, SCALAR *b) {
    use_one_thread();
    int info = 0;
    LAPACK(posv)("U", &n, &count, a, &n, b, &n, &info LENGTHS_1);
    return info;
}

/* The routines are declared in CLinearAlgebra, which needs no BLAS header to be installed. */

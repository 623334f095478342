/** Read and printed, never worked in. */
export const csr = false;

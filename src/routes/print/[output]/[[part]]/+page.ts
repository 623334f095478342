/** Read and printed: nothing runs in the browser but the script behind the Print button. */
export const csr = false;

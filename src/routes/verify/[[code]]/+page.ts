/** Read once, by whoever has a paper. */
export const csr = false;

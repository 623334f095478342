// The address bar shows another page's address.
export const csr = false;

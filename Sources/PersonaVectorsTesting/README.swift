// Contracts that every store keeps come here with the first store.

/* Only pkg-config's flags are wanted; CCurl includes the headers. */

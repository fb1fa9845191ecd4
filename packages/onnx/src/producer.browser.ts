/** Who wrote a file, where no version can be read. */
export const producer = { producerName: "linknet-kit" };

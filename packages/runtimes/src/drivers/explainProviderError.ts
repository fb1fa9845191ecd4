/** ONNX Runtime's errors about execution providers, in words for those who choose a runtime. */

const explanations: readonly (readonly [RegExp, string])[] = [
  [/Failed to get a WebGPU adapter.*/s, "no GPU answers to WebGPU"],
  [/Failed to load shared library.*/s, "the provider's library is not installed, or a library that it needs is not"],
  [/CUDA driver version is insufficient.*/s, "the NVIDIA driver is older than the provider needs"],
  [/no CUDA-capable device.*/s, "there is no NVIDIA GPU"],
];

/** The meaning where it is known, then the runtime's own words without the place in its source. */
export function explainProviderError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, meaning] of explanations) {
    const found = pattern.exec(message);
    if (found !== null) return `${meaning}: ${onOneLine(found[0])}`;
  }
  return onOneLine(message);
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

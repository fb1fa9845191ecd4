/** What the GPUs of this machine call themselves. */

/** The NVIDIA GPU; all of them where there are several, as only the driver can tell which one is used. */
export async function nvidiaModel(): Promise<string> {
  const { graphics } = (await import("systeminformation")).default;
  const { controllers } = await graphics();
  const models = controllers.flatMap(({ vendor, model }) => (/nvidia/i.test(`${vendor} ${model}`) ? [model] : []));
  if (models.length > 1) return `one of ${models.join(", ")}`;
  return models[0] || "NVIDIA GPU, unnamed";
}

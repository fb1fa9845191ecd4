/** The camera of the machine, and why there is none. */

export interface OpenCamera {
  readonly video: HTMLVideoElement;
  /** Its light goes out. */
  stop(): void;
}

const WANTED = { video: { facingMode: "environment", width: { ideal: 640 } }, audio: false } as const;

/** The one that looks away from its user, where there are several; an error in words where there is none. */
export async function openCamera(): Promise<OpenCamera> {
  // Browsers hide it from pages over http that are of another machine.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined || !globalThis.isSecureContext) throw new Error(REASONS["SecurityError"]);
  const stream = await devices.getUserMedia(WANTED).catch((cause: unknown) => {
    throw new Error(describeRefusal(cause), { cause });
  });
  const video = document.createElement("video");
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
    await video.play();
    return { video, stop };
  } catch (cause) {
    stop();
    throw new Error("The camera shows nothing.", { cause });
  }
}

/** By the names of errors: https://developer.mozilla.org/docs/Web/API/MediaDevices/getUserMedia#exceptions */
const REASONS: Readonly<Record<string, string>> = {
  SecurityError:
    "Browsers keep the camera from pages that come over http from another machine: open the page on the machine that serves it, or over https.",
  NotAllowedError:
    "The camera was refused: allow it for this page in the browser's settings of the site, and start it again.",
  NotFoundError: "This machine has no camera that the browser finds: connect one, or choose a picture.",
  NotReadableError: "The camera is taken by another program, or does not answer: end that one, and start it again.",
  OverconstrainedError: "No camera of this machine gives the pictures that are wanted: choose a picture.",
  AbortError: "The camera did not start: start it again.",
};

export function describeRefusal(cause: unknown): string {
  const name = cause instanceof Error ? cause.name : "";
  return REASONS[name] ?? `The camera cannot be had: ${cause instanceof Error ? cause.message : String(cause)}`;
}

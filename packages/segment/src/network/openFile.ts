/** An ONNX file or a graph model of tfjs. */
import { basename, resolve } from "node:path";
import { artifactFiles, modelFormatOf } from "@linknet-kit/artifacts";
import type { Size } from "@linknet-kit/core";
import { type ModelFile, openModelFile } from "@linknet-kit/runtimes";
import { shapesFor } from "@linknet-kit/sources";
import { NotOfPicturesError } from "../errors.js";
import { imageInput } from "./imageInput.js";
import type { LabellingNetwork } from "./labellingNetwork.js";
import { USUAL_SIZE, networkSize } from "./networkSize.js";
import { placeModel } from "./placeModel.js";
import { networkInFile } from "./networkInFile.js";

type DeclaredShape = { readonly shape?: readonly (number | string)[] | undefined };

export async function openFile(word: string, size: Size | undefined): Promise<LabellingNetwork> {
  let isOpen = false;
  const opened = async (wanted: Size): Promise<ModelFile> =>
    await openModelFile(word, {
      inputShapes: (declared) => {
        if (declared.length !== 1)
          throw new NotOfPicturesError({ name: word, problem: `it has ${declared.length} inputs` });
        isOpen = leavesSizeOpen(declared[0]!);
        return shapesFor(declared, isOpen || size !== undefined ? { size: wanted } : {});
      },
    });
  // Weights of files may be large, and most sizes are asked for again.
  let last: { readonly size: Size; readonly file: ModelFile } | undefined;
  const at = async (wanted: Size): Promise<ModelFile> => {
    if (last?.size.width !== wanted.width || last.size.height !== wanted.height)
      last = { size: wanted, file: await opened(wanted) };
    return last.file;
  };
  const first = await at(size ?? USUAL_SIZE.like);
  const { format, isHalf, model } = first;
  const { size: own } = imageInput(word, first.inputs);
  return {
    name: word,
    called: basename(resolve(word)),
    formats: model === undefined ? [format] : [format, format === "onnx" ? "tfjs" : "onnx"],
    file: { format, isHalf },
    ...((size !== undefined || !isOpen) && { size: own }),
    sizeFor: (picture) => size ?? (isOpen ? networkSize(picture, USUAL_SIZE) : own),
    files: await artifactFiles(first.file, format).catch(() => [first.file]),
    read: async () => await networkInFile(word, own),
    place: async (wanted, target, folder) => {
      const file = await at(isOpen || size !== undefined ? wanted : own);
      if (modelFormatOf(target) !== format) return await placeModel(file.model!, target, folder);
      const { inputs, outputs, externalData } = file;
      return { path: file.file, inputs, outputs, ...(externalData && { externalData }) };
    },
  };
}

function leavesSizeOpen({ shape = [] }: DeclaredShape): boolean {
  return shape.slice(1).some((side) => typeof side === "string");
}

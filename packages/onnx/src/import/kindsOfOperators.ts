/** What operators are that no op here stands for, in the words of messages. */

const KINDS: Readonly<Record<string, RegExp>> = {
  "which is control flow": /^(If|Loop|Scan)$/,
  "which is recurrent": /^(LSTM|GRU|RNN)$/,
  "which is of sequences or optional values": /^(Sequence.*|SplitToSequence|ConcatFromSequence|Optional.*)$/,
  "which is of text": /^(String.*|TfIdfVectorizer|RegexFullMatch|LabelEncoder)$/,
  "which is of training": /^(NegativeLogLikelihoodLoss|SoftmaxCrossEntropyLoss|ai\.onnx\.preview\.training::.*)$/,
  "which is random": /^(Random.*|Bernoulli|Multinomial)$/,
  "which is of signals": /^(DFT|STFT|MelWeightMatrix|.*Window)$/,
  "which is of boxes or places that the graph computes":
    /^(NonMaxSuppression|RoiAlign|MaxRoiPool|GridSample|AffineGrid|DeformConv)$/,
  "which is of an order or a number that the graph computes": /^(TopK|Unique)$/,
  "which is of another domain": /::/,
};

/** Nothing of an operator that is none of these. */
export function kindOf(operator: string): string | undefined {
  return Object.entries(KINDS).find(([, names]) => names.test(operator))?.[0];
}

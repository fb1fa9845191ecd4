# linknet as an image: `docker build -t linknet .`, then `docker run --init --rm -v "$PWD:/work" linknet bench`.
# Debian 12, as the browser that comes from npm needs glibc 2.34 or later.
FROM node:22-bookworm-slim AS packages
WORKDIR /source
COPY . .
RUN npx --yes pnpm@10 install --frozen-lockfile \
  && npx --yes pnpm@10 build \
  && npx --yes pnpm@10 --recursive --filter "./packages/*" --filter "!./packages/examples" --filter "!./packages/fixtures" pack --pack-destination /packed

# What runs, without what builds it: the packages as users install them, and the runtimes beside them. Name fewer for a smaller image.
FROM node:22-bookworm-slim AS installed
ARG RUNTIMES="onnxruntime-node@1.30.0 onnxruntime-web@1.30.0 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-converter@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 @sparticuz/chromium@^153.0.0"
WORKDIR /opt/linknet
COPY --from=packages /packed /packed
RUN npm init --yes > /dev/null \
  && npm install --ignore-scripts --omit=dev --no-audit --no-fund /packed/*.tgz ${RUNTIMES}

FROM node:22-bookworm-slim
COPY --from=installed /opt/linknet /opt/linknet
RUN ln -s /opt/linknet/node_modules/.bin/linknet /usr/local/bin/linknet && mkdir /work && chown node:node /work
USER node
# Results are written here: mount a folder that user 1000 may write, or a claim.
WORKDIR /work
ENTRYPOINT ["linknet"]
CMD ["--help"]

# One image for every service; docker-compose.yml says which one a container is.
FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY . .
RUN npm ci --omit=dev --loglevel=error --no-audit --no-fund && mkdir /data && chown node:node /data
USER node
CMD ["node", "--max-semi-space-size=16", "gateway/src/main.ts"]

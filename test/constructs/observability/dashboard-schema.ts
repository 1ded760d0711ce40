/** The part of Grafana's dashboard form (schema version 39) that the library writes, and nothing beside it. */
const datasource = {
  type: "object",
  required: ["type", "uid"],
  additionalProperties: false,
  properties: { type: { enum: ["prometheus", "loki"] }, uid: { type: "string", minLength: 1 } },
};

const target = {
  type: "object",
  required: ["refId", "expr", "datasource"],
  additionalProperties: false,
  properties: {
    refId: { type: "string", pattern: "^[A-Z]+$" },
    expr: { type: "string", minLength: 1 },
    legendFormat: { type: "string" },
    datasource,
  },
};

const panel = {
  type: "object",
  required: ["id", "type", "title", "gridPos", "targets", "datasource"],
  additionalProperties: false,
  properties: {
    id: { type: "integer", minimum: 1 },
    type: { enum: ["stat", "timeseries", "gauge", "table", "bargauge", "logs"] },
    title: { type: "string", minLength: 1 },
    description: { type: "string" },
    gridPos: {
      type: "object",
      required: ["x", "y", "w", "h"],
      additionalProperties: false,
      properties: {
        x: { type: "integer", minimum: 0, maximum: 23 },
        y: { type: "integer", minimum: 0 },
        w: { type: "integer", minimum: 1, maximum: 24 },
        h: { type: "integer", minimum: 1 },
      },
    },
    datasource,
    fieldConfig: {
      type: "object",
      required: ["defaults", "overrides"],
      properties: { defaults: { type: "object" }, overrides: { type: "array" } },
    },
    targets: { type: "array", minItems: 1, items: target },
  },
};

export const dashboardSchema = {
  type: "object",
  required: ["uid", "title", "schemaVersion", "panels", "time"],
  additionalProperties: false,
  properties: {
    uid: { type: "string", pattern: "^[a-zA-Z0-9_-]{1,40}$" },
    title: { type: "string", minLength: 1 },
    tags: { type: "array", items: { type: "string" } },
    schemaVersion: { type: "integer", minimum: 36 },
    editable: { type: "boolean" },
    refresh: { type: "string", pattern: "^\\d+[smh]$" },
    timezone: { enum: ["utc", "browser"] },
    time: { type: "object", required: ["from", "to"] },
    templating: { type: "object", required: ["list"] },
    panels: { type: "array", minItems: 1, items: panel },
  },
};

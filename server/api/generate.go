// Package api is the contract of the office: openapi.yaml and what is generated from it, that is
// the types, the server's interface and the client that every other program uses.
package api

import _ "embed"

//go:generate go tool -modfile=../../.ci/tools/go.mod oapi-codegen -config types.cfg.yaml openapi.yaml
//go:generate go tool -modfile=../../.ci/tools/go.mod oapi-codegen -config server.cfg.yaml openapi.yaml
//go:generate go tool -modfile=../../.ci/tools/go.mod oapi-codegen -config client.cfg.yaml openapi.yaml

// Spec is openapi.yaml as written.
//
//go:embed openapi.yaml
var Spec []byte

// BaseURL is the path below which every operation of Spec stands.
const BaseURL = "/api/v1"

package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// strictYAML reads a configuration file: one mapping whose keys are flags. A key that is no flag is an error,
// so that a slip of the pen does not leave a setting at its default.
func strictYAML(r io.Reader) (kong.Resolver, error) {
	values := map[string]any{}
	if err := yaml.NewDecoder(r).Decode(&values); err != nil && err != io.EOF {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	return resolver(values), nil
}

type resolver map[string]any

// Validate holds the file's keys against the flags of the whole program.
func (r resolver) Validate(app *kong.Application) error {
	flags := map[string]bool{}
	collect(app.Node, flags)
	var unknown []string
	for key := range r {
		if !flags[key] {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	return fmt.Errorf("configuration: unknown key %s", strings.Join(unknown, ", "))
}

func collect(n *kong.Node, flags map[string]bool) {
	for _, f := range n.Flags {
		flags[f.Name] = true
	}
	for _, child := range n.Children {
		collect(child, flags)
	}
}

// Resolve returns the file's value of a flag that the environment does not set; there it may differ from
// machine to machine.
func (r resolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, variable := range flag.Envs {
		if _, set := os.LookupEnv(variable); set {
			return nil, nil
		}
	}
	return r[flag.Name], nil
}

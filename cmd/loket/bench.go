package main

type benchCommand struct {
	JSON bool `help:"Print JSON." name:"json"`
}

// Run measures.
func (c *benchCommand) Run(*program) error { return nil }

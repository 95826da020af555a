// Loket runs the counter service of an office that issues the AK/I job-seeker card: numbers at the kiosk,
// calls to the counters and the board, the card with a QR that anybody can check.
//
// This package is the only place where the rooms are wired together: main.go reads the command line, and
// each subcommand has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"loket/cmd/loket/bench"

	"github.com/alecthomas/kong"
)

// commandLine is all that can be asked of the program. Every flag is also a key of the file that --config
// names and an environment variable LOKET_<FLAG>.
type commandLine struct {
	Config  kong.ConfigFlag `help:"YAML file with flags as keys; a key that does not exist is an error." placeholder:"FILE"`
	Verbose bool            `help:"Log every request." short:"v"`

	Demo    demoCommand    `cmd:"" help:"Everything in one process with emulated devices, a sample office and a small crowd."`
	Serve   serveCommand   `cmd:"" help:"The central server of an office."`
	Kiosk   kioskCommand   `cmd:"" help:"The program at a kiosk: its page and its printer."`
	Printer printerCommand `cmd:"" help:"Find, try and watch a ticket printer."`
	Staff   staffCommand   `cmd:"" help:"Accounts of the staff."`
	Device  deviceCommand  `cmd:"" help:"Paired devices."`
	Office  officeCommand  `cmd:"" help:"The office's configuration."`
	Verify  verifyCommand  `cmd:"" help:"Check a card offline, or a data folder's journal."`
	Bench   benchCommand   `cmd:"" help:"Measure this computer: each figure beside its floor from the same run."`
}

// program is what a command runs with.
type program struct {
	ctx  context.Context
	out  io.Writer
	errs io.Writer
	in   io.Reader
	log  *slog.Logger
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := start(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "loket:", err)
		os.Exit(1)
	}
}

// start runs the command line, or the bare server that bench measures against.
func start(ctx context.Context) error {
	if addr := os.Getenv(bench.FloorAddr); addr != "" {
		return bench.ServeFloor(ctx, addr, func(format string, args ...any) { fmt.Printf(format, args...) })
	}
	return run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// run runs one command line until it is done or ctx ends. Tests call it as main does.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) error {
	var line commandLine
	stopped := errors.New("done") // help was asked for and given
	parser, err := kong.New(&line,
		kong.Name("loket"),
		kong.Description("Queue and counter service for the AK/I job-seeker card."),
		kong.Configuration(strictYAML),
		kong.DefaultEnvars("LOKET"),
		kong.Writers(out, errs),
		kong.Exit(func(int) { panic(stopped) }),
		kong.UsageOnError(),
	)
	if err != nil {
		return err
	}
	command, err := parse(parser, args, stopped)
	if err != nil || command == nil {
		return err
	}
	for _, flag := range command.Flags() {
		if flag.Name == "data" && flag.Target.String() == "" {
			return errors.New("--data is empty: name a folder")
		}
	}
	level := slog.LevelInfo
	if line.Verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: level}))
	err = command.Run(&program{ctx: ctx, out: out, errs: errs, in: in, log: log})
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return nil // asked to stop while it started
	}
	return err
}

// parse returns nil if the command line asked for help only.
func parse(parser *kong.Kong, args []string, stopped error) (command *kong.Context, err error) {
	defer func() {
		if p := recover(); p == stopped {
			command, err = nil, nil
		} else if p != nil {
			panic(p)
		}
	}()
	return parser.Parse(args)
}

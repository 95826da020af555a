//go:build unix

// Package postgres gives tests a PostgreSQL server of their own: empty, private, reachable through a
// socket in its own folder and through nothing else, and gone when the test process is gone.
//
// It needs PostgreSQL's server programs (Debian: the package postgresql). The environment variable
// LOKET_TEST_POSTGRES, a postgres:// URL of a running server whose user may create databases, makes
// every Start use that server instead.
package postgres

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Environment names the variable with the URL of a running server to use instead of a private one.
const Environment = "LOKET_TEST_POSTGRES"

// A cluster is made in about one second on an idle machine; a busy two-core one takes many times that.
const startLimit = 90 * time.Second

//go:embed cluster.sh
var clusterScript string

// Server is a running PostgreSQL server on which tests make databases. It is safe for concurrent use.
type Server struct {
	admin *url.URL // of the database "postgres", or whichever the environment names

	// All below is for a private server only.
	dir     string
	process *exec.Cmd
	leash   io.Closer     // closing it ends the server, as the end of this process does
	exited  chan struct{} // closed when the server and its files are gone
	output  bytes.Buffer  // what initdb and postgres said; to be read after exited
}

// Start makes a new cluster and returns once it accepts connections, or connects to the server that
// LOKET_TEST_POSTGRES names. Its data is not safe from a power cut (fsync is off). When the process is
// root, the server runs as the user postgres, or nobody. The error says which package is missing if
// the server's programs are not there. The caller must Stop it.
func Start() (*Server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	if given := os.Getenv(Environment); given != "" {
		return connect(ctx, given)
	}
	bin, err := binaries(os.Getenv("PATH"), debianBinaries)
	if err != nil {
		return nil, err
	}
	s := &Server{exited: make(chan struct{})}
	if err := s.launch(bin); err != nil {
		return nil, fmt.Errorf("start PostgreSQL from %s: %w", bin, err)
	}
	if err := s.waitReady(ctx); err != nil {
		s.Stop()
		return nil, fmt.Errorf("start PostgreSQL from %s: %w\n%s", bin, err, s.output.Bytes())
	}
	return s, nil
}

// connect checks that the given server answers.
func connect(ctx context.Context, given string) (*Server, error) {
	admin, err := url.Parse(given)
	if err != nil || (admin.Scheme != "postgres" && admin.Scheme != "postgresql") {
		return nil, errors.New(Environment + " is not a postgres:// URL") // without the URL: it may hold a password
	}
	s := &Server{admin: admin}
	if err := s.ping(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", Environment, err)
	}
	return s, nil
}

// launch makes the private folder and starts the script that makes the cluster in it and runs it.
func (s *Server) launch(bin string) error {
	account, err := serverAccount()
	if err != nil {
		return err
	}
	// Not TMPDIR: a socket's path has room for about 100 bytes, and the server's user must be able to reach it.
	s.dir, err = os.MkdirTemp("/tmp", "loket-postgres-")
	if err != nil {
		return err
	}
	s.admin = &url.URL{
		Scheme: "postgres", User: url.User("loket"), Path: "/postgres",
		RawQuery: url.Values{"host": {s.dir}, "port": {"5432"}}.Encode(),
	}
	s.process = exec.Command("/bin/sh", "-c", clusterScript, "sh", bin, s.dir)
	s.process.Dir = s.dir
	s.process.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"} // none of the caller's PG*
	s.process.Stdout, s.process.Stderr = &s.output, &s.output
	// Away from the terminal: Ctrl-C ends the tests, and the server follows by its leash.
	s.process.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: account}
	if account != nil {
		err = os.Chown(s.dir, int(account.Uid), int(account.Gid))
	}
	if err == nil {
		s.leash, err = s.process.StdinPipe()
	}
	if err == nil {
		err = s.process.Start()
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(s.dir))
	}
	go func() {
		_ = s.process.Wait() // how it ended shows in output
		close(s.exited)
	}()
	return nil
}

// serverAccount gives the user to run the server as: nil for the caller's own, and for root, as whom
// PostgreSQL refuses to run, postgres or else nobody.
func serverAccount() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres or nobody: %w", err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// waitReady returns when the server answers, and with an error when it ended or ctx did.
func (s *Server) waitReady(ctx context.Context) error {
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := s.ping(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-s.exited:
			return errors.New("the server ended at once")
		case <-ctx.Done():
			return fmt.Errorf("no answer within %s: %w", startLimit, err)
		case <-again.C:
		}
	}
}

func (s *Server) ping(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.admin.String())
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// Stop ends the private server at once, whoever is still connected, and removes its files; a server
// from LOKET_TEST_POSTGRES stays as it is. A second call does nothing.
func (s *Server) Stop() {
	if s.process == nil {
		return
	}
	_ = s.leash.Close() // fails only when it is closed already
	<-s.exited
	// The script leaves the folder itself behind where its parent is not the server's user's to write.
	if err := os.RemoveAll(s.dir); err != nil {
		slog.Warn("files of a test's PostgreSQL are left behind", "dir", s.dir, "error", err)
	}
}

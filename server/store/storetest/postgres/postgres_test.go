//go:build unix

package postgres

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

var shared *Server

func TestMain(m *testing.M) {
	if os.Getenv(helperEnvironment) != "" {
		helper()
	}
	if err := os.Unsetenv(Environment); err != nil {
		panic(err)
	}
	var err error
	if shared, err = Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	shared.Stop()
	os.Exit(code)
}

// helperEnvironment makes this test binary only start a server, say where, and wait to be killed.
const helperEnvironment = "LOKET_TEST_POSTGRES_HELPER"

func helper() {
	s, err := Start()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(s.dir)
	select {}
}

func open(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) }) // may be gone with its database
	return conn
}

func value[T any](t *testing.T, conn *pgx.Conn, query string) (v T) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), query).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestServerIsPrivate(t *testing.T) {
	conn := open(t, shared.admin.String())
	for setting, want := range map[string]string{
		"listen_addresses": "", "unix_socket_directories": shared.dir, "fsync": "off",
		"max_connections": "200", "server_encoding": "UTF8",
	} {
		if got := value[string](t, conn, "SHOW "+setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	info, err := os.Stat(shared.dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("others may enter %s: %s", shared.dir, info.Mode())
	}
}

func TestDatabasesAreApart(t *testing.T) {
	one, dropOne, err := shared.NewDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	two, dropTwo, err := shared.NewDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dropTwo)
	if _, err := open(t, one).Exec(t.Context(), "CREATE TABLE ticket (id TEXT)"); err != nil {
		t.Fatal(err)
	}
	conn := open(t, two)
	if n := value[int](t, conn, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); n != 0 {
		t.Errorf("a new database has %d tables", n)
	}

	dropOne() // with the connection that made the table still open
	if n := value[int](t, conn, "SELECT count(*) FROM pg_database WHERE datname LIKE 'loket_test_%'"); n != 1 {
		t.Errorf("%d databases after one of two was dropped, want 1", n)
	}
}

// t.Context is over when cleanup functions run, and dropping is one.
func TestDropAfterContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	url, drop, err := shared.NewDatabase(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	drop()
	if conn, err := pgx.Connect(t.Context(), url); err == nil {
		_ = conn.Close(t.Context())
		t.Error("the database is still there")
	}
}

func TestStopRemovesEverything(t *testing.T) {
	s, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	conn := open(t, s.admin.String())
	s.Stop()
	if err := conn.Ping(t.Context()); err == nil {
		t.Error("the server still answers")
	}
	if _, err := os.Stat(s.dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", s.dir, err)
	}
	s.Stop()
}

func TestGivenServer(t *testing.T) {
	t.Setenv(Environment, shared.admin.String())
	s, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	url, drop, err := s.NewDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	conn := open(t, url)
	s.Stop()
	if got := value[string](t, conn, "SHOW unix_socket_directories"); got != shared.dir {
		t.Errorf("the database is on the server in %s, want the given one in %s", got, shared.dir)
	}
	drop()
}

func TestGivenServerIsWrong(t *testing.T) {
	for _, given := range []string{"postgres://loket:rahasia@%zz/", "host=/tmp password=rahasia", "postgres://loket:rahasia@/x?host=/nowhere"} {
		t.Setenv(Environment, given)
		_, err := Start()
		if err == nil {
			t.Fatalf("%q was taken", given)
		}
		if !strings.Contains(err.Error(), Environment) || strings.Contains(err.Error(), "rahasia") {
			t.Errorf("the error must name the variable and not the password: %v", err)
		}
	}
}

func TestStartFails(t *testing.T) {
	bin, err := os.MkdirTemp("/tmp", "loket-fake-") // t.TempDir is closed to the user postgres
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(bin) })
	if err := os.Chmod(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	fake(t, bin, "initdb", "postgres")
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))

	_, err = Start()
	if err == nil {
		t.Fatal("a server started without its programs")
	}
	said := regexp.MustCompile(`fake initdb --pgdata=(/tmp/loket-postgres-\w+)/data`).FindStringSubmatch(err.Error())
	if said == nil {
		t.Fatalf("the error does not hold what initdb said: %v", err)
	}
	if _, err := os.Stat(said[1]); !os.IsNotExist(err) {
		t.Errorf("%s is left behind: %v", said[1], err)
	}
}

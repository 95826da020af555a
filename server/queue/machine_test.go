package queue_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store"
	"loket/server/store/storetest"

	"pgregory.net/rapid"
)

// machine plays one act after the other on the queue and on the model.
type machine struct {
	*room
	*model
	day office.Day
}

// Several officers do whatever they like, also what they may not, over days. What is done is what the
// model does, what is refused is refused for the model's reason and changes nothing, and the counts that
// boards read are those of the tickets.
func TestOfficersAgainstAModel(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		fewer(t, "40")
		if strings.HasSuffix(t.Name(), "/postgres") { // where a step takes ten times as long
			fewer(t, "8")
		}
		rapid.Check(t, func(t *rapid.T) {
			empty(t, s)
			r := newRoom(t, s)
			m := &machine{room: r, model: &model{office: r.office, held: map[string]string{}}}
			m.day = r.office.DayOf(r.clock.Now())
			m.begin(t)
			for range rapid.IntRange(20, 60).Draw(t, "acts") {
				m.clock.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 30_000, 30_000, 600_000}).Draw(t, "ms")) * time.Millisecond)
				if rapid.IntRange(0, 59).Draw(t, "sleep") == 0 {
					m.clock.Add(12 * time.Hour)
				}
				if day := r.office.DayOf(r.clock.Now()); day != m.day {
					m.day = day
					clear(m.held) // a counter is held for the day
				}
				m.step(t)
				m.compare(t)
			}
			if _, err := r.journal.Check(context.Background()); err != nil {
				t.Fatal(err)
			}
		})
	})
}

// fewer sets how many runs a property gets in this test.
func fewer(t *testing.T, runs string) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	t.Cleanup(func() {
		if err := checks.Value.Set(before); err != nil {
			t.Error(err)
		}
	})
	if err := checks.Value.Set(runs); err != nil {
		t.Fatal(err)
	}
}

// begin opens the counters and gives out the first numbers.
func (m *machine) begin(t *rapid.T) {
	for _, c := range m.room.office.Counters {
		if code := m.model.open(c.ID, "officer-"+c.ID); code != "" {
			t.Fatal(code)
		}
		m.room.open(t, c.ID)
	}
	for range 6 {
		want, do := m.planIssue(t)
		if err := do(); fault.CodeOf(err) != want {
			t.Fatalf("issue: %v, want %q", err, want)
		}
	}
	m.compare(t)
}

// empty empties the tables, so that one database serves all runs.
func empty(t fataler, s *store.Store) {
	t.Helper()
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		for _, table := range []string{"tickets", "queues", "reserved", "counters", "journal", "streams"} {
			if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// step does one act on both and compares what they say.
func (m *machine) step(t *rapid.T) {
	counter := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "counter")
	staff := "officer-" + counter // mostly at the own counter
	if rapid.IntRange(0, 14).Draw(t, "stray") == 0 {
		staff = "officer-" + rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(t, "officer")
	}
	act := rapid.SampledFrom(m.likely(counter)).Draw(t, "act")
	want, do := m.plan(t, act, counter, staff)
	before := ""
	if want != "" {
		before = storetest.Dump(t, m.store)
	}
	if err := do(); fault.CodeOf(err) != want {
		t.Fatalf("%s at counter %s by %s: %q (%v), want %q", act, counter, staff, fault.CodeOf(err), err, want)
	}
	if want == "" {
		return
	}
	if after := storetest.Dump(t, m.store); after != before {
		t.Fatalf("%s was refused with %s, and the data changed from\n%s\nto\n%s", act, want, before, after)
	}
}

// likely is what officers mostly do where they are, and everything else once.
func (m *machine) likely(counter string) []string {
	acts := []string{
		"issue", "open", "close", "call-next", "call-number", "recall", "serve", "finish", "no-show", "park", "transfer", "return", "paper",
	}
	often := []string{"issue", "call-next", "call-next", "call-next", "call-number", "return"}
	switch at := m.at(m.day, counter); {
	case m.held[counter] == "":
		often = []string{"issue", "open", "open"}
	case at != nil && at.status == queue.Called:
		often = []string{"recall", "recall", "serve", "no-show", "park", "transfer", "call-next", "call-number"}
	case at != nil:
		often = []string{"finish", "park", "transfer"}
	}
	for range 4 {
		acts = append(acts, often...)
	}
	return acts
}

// plan does the act on the model, and returns the code that the model refuses it with and the act itself.
func (m *machine) plan(t *rapid.T, act, counter, staff string) (want string, do func() error) {
	ctx := context.Background()
	of := func(_ any, err error) error { return err }
	switch act {
	case "issue":
		return m.planIssue(t)
	case "open":
		return m.model.open(counter, staff), func() error { return of(m.Open(ctx, counter, staff)) }
	case "close":
		return m.model.close(m.day, counter, staff), func() error { return of(m.Close(ctx, counter, staff)) }
	case "call-next":
		return m.planCallNext(t, counter, staff)
	case "call-number":
		return m.planCallNumber(t, counter, staff)
	case "return", "paper":
		return m.planByID(t, act)
	}
	to := rapid.SampledFrom([]string{"a", "b", "few", "few", "closed", "zzz"}).Draw(t, "to")
	return m.act(m.day, counter, staff, act, to), map[string]func() error{
		"recall":   func() error { return of(m.Recall(ctx, counter, staff)) },
		"serve":    func() error { return of(m.Serve(ctx, counter, staff)) },
		"finish":   func() error { return of(m.Finish(ctx, counter, staff)) },
		"no-show":  func() error { return of(m.NoShow(ctx, counter, staff)) },
		"park":     func() error { return of(m.Park(ctx, counter, staff)) },
		"transfer": func() error { return of(m.Transfer(ctx, counter, staff, to)) },
	}[act]
}

func (m *machine) planIssue(t *rapid.T) (string, func() error) {
	service := rapid.SampledFrom([]string{"a", "a", "a", "b", "b", "few", "closed", "zzz"}).Draw(t, "service")
	request := m.press(service, rapid.IntRange(0, 1).Draw(t, "priority") == 0)
	if len(m.model.keys) > 0 && rapid.IntRange(0, 9).Draw(t, "reuse") == 0 {
		request = rapid.SampledFrom(m.model.keys).Draw(t, "key")
		request.Priority = !request.Priority
	}
	ticket, want := m.model.issue(m.day, request, m.clock.Now())
	return want, func() error {
		issued, err := m.Issue(context.Background(), "device:kiosk", request)
		if ticket != nil {
			ticket.id = issued.ID
		}
		return err
	}
}

func (m *machine) planCallNext(t *rapid.T, counter, staff string) (string, func() error) {
	desk, err := m.Desk(context.Background(), counter)
	if err != nil {
		t.Fatal(err)
	}
	missed, heads, want := m.model.callNext(m.day, counter, staff)
	return want, func() error {
		called, err := m.CallNext(context.Background(), counter, staff)
		if err != nil || want != "" {
			return err
		}
		i := slices.IndexFunc(heads, func(h *modelTicket) bool { return h.id == called.ID })
		if i < 0 {
			t.Fatalf("%s was called and is at the head of no line", called.Number)
		}
		if desk.Next[0].ID != called.ID {
			t.Fatalf("the counter's screen said %s is next, and %s was called", desk.Next[0].Number, called.Number)
		}
		m.called(missed, heads[i], counter)
		return nil
	}
}

func (m *machine) planCallNumber(t *rapid.T, counter, staff string) (string, func() error) {
	numbers := []string{"A-999"}
	for _, ticket := range m.tickets {
		numbers = append(numbers, ticket.number)
		if ticket.status == queue.Parked {
			numbers = append(numbers, ticket.number, ticket.number, ticket.number)
		}
	}
	number := rapid.SampledFrom(numbers).Draw(t, "number")
	missed, ticket, want := m.model.callNumber(m.day, counter, staff, number)
	if want == "" {
		m.called(missed, ticket, counter)
	}
	return want, func() error {
		_, err := m.CallNumber(context.Background(), counter, staff, number)
		return err
	}
}

func (m *machine) planByID(t *rapid.T, act string) (string, func() error) {
	ctx := context.Background()
	if len(m.tickets) == 0 || rapid.IntRange(0, 9).Draw(t, "unknown") == 0 {
		return "ticket.not_found", func() error {
			_, err := m.Return(ctx, "officer-1", "no-such-id")
			return err
		}
	}
	ticket := rapid.SampledFrom(m.tickets).Draw(t, "ticket")
	if act == "paper" {
		ticket.paper = rapid.SampledFrom([]queue.Paper{queue.PaperPrinted, queue.PaperFailed, queue.PaperUnknown}).Draw(t, "paper")
		return "", func() error {
			_, err := m.NotePaper(ctx, "device:kiosk", ticket.id, ticket.paper)
			return err
		}
	}
	return m.returned(m.day, ticket, m.clock.Now()), func() error {
		_, err := m.Return(ctx, "officer-1", ticket.id)
		return err
	}
}

// compare holds the service's views against the model.
func (m *machine) compare(t *rapid.T) {
	ctx := context.Background()
	tickets, err := m.Tickets(ctx, "", "")
	if err != nil {
		t.Fatal(err)
	}
	var got, want []modelTicket
	for _, x := range tickets {
		got = append(got, modelTicket{
			id: x.ID, number: x.Number, home: x.Home, service: x.Service, counter: x.Counter, day: x.Day, sequence: x.Sequence,
			calls: x.Calls, priority: x.Priority, status: x.Status, paper: x.Paper, place: x.Place,
		})
	}
	for _, x := range m.tickets {
		if x.day == m.day {
			want = append(want, *x)
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("today's tickets are\n%+v, want\n%+v", got, want)
	}
	board, err := m.Board(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range board.Counters {
		number := ""
		if x := m.at(m.day, c.ID); x != nil {
			number = x.number
		}
		if c.Staff != m.held[c.ID] || board.Numbers[c.ID] != number {
			t.Fatalf("counter %s: %q holds it with %q, want %q with %q", c.ID, c.Staff, board.Numbers[c.ID], m.held[c.ID], number)
		}
	}
	for _, service := range board.Services {
		if n := len(m.line(m.day, []string{service.ID}, queue.Waiting)); n != service.Waiting {
			t.Fatalf("the board says that %d wait for %s, want %d", service.Waiting, service.ID, n)
		}
	}
	wantCounts(t, m.room)
}

// wantCounts holds the counts that are kept against a count of the tickets themselves, of all days.
func wantCounts(t fataler, r *room) {
	t.Helper()
	var rows [4][]string
	err := r.store.View(context.Background(), func(tx *store.Tx) error {
		for i, query := range [...]string{
			`SELECT day, service, ordinary, priority, 0 FROM queues WHERE office = $1`,
			`SELECT day, service, SUM(CASE WHEN priority = FALSE THEN 1 ELSE 0 END), SUM(CASE WHEN priority = TRUE THEN 1 ELSE 0 END), 0
				FROM tickets WHERE office = $1 AND status = 'waiting' GROUP BY day, service`,
			`SELECT day, service, last, last, last FROM queues WHERE office = $1`,
			`SELECT day, home, COUNT(*), MAX(sequence), COUNT(DISTINCT sequence) FROM tickets WHERE office = $1 GROUP BY day, home`,
		} {
			err := tx.Each(func(row *sql.Rows) error {
				var (
					day, service string
					counts       [3]int
				)
				err := row.Scan(&day, &service, &counts[0], &counts[1], &counts[2])
				if counts != [3]int{} {
					rows[i] = append(rows[i], fmt.Sprint(day, service, counts))
				}
				return err
			}, query, r.journal.Office())
			if err != nil {
				return err
			}
			slices.Sort(rows[i])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(rows[0], rows[1]) {
		t.Fatalf("kept counts %v, counted %v", rows[0], rows[1])
	}
	if !slices.Equal(rows[2], rows[3]) {
		t.Fatalf("last numbers %v; given, highest and distinct ones %v", rows[2], rows[3])
	}
}

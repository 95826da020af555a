package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"loket/server/api"
	"loket/server/office"
)

// benchService is the one service that all tickets are for.
const benchService = "ak1-baru"

// benchOffice is the sample office with so many counters and one service.
func benchOffice(counters int) *office.Office {
	o := office.Sample()
	o.Services, o.Counters = o.Services[:1], nil
	for i := range max(1, counters) {
		id := strconv.Itoa(i + 1)
		o.Counters = append(o.Counters, office.Counter{ID: id, Name: "Loket " + id, Services: []string{benchService}})
	}
	return o
}

// client makes requests over one kept connection, by itself: what is measured is the server, and the standard
// library's client wakes two goroutines for each answer, which costs as much as the server's share.
type client struct {
	url    string
	token  string
	cookie string

	conn net.Conn
	in   *bufio.Reader
	out  []byte
}

func newClient(url, token string) *client { return &client{url: url, token: token} }

func (c *client) close() {
	if c.conn != nil {
		_ = c.conn.Close()
	}
}

// post sends a body; see send.
func (c *client) post(ctx context.Context, path, key, body string, want int) ([]byte, error) {
	return c.send(ctx, http.MethodPost, path, key, body, want)
}

// send makes a request and returns the whole answer; any status but want is an error.
func (c *client) send(ctx context.Context, method, path, key, body string, want int) ([]byte, error) {
	host := strings.TrimPrefix(c.url, "http://")
	if c.conn == nil {
		var d net.Dialer
		conn, err := d.DialContext(ctx, "tcp", host)
		if err != nil {
			return nil, err
		}
		c.conn, c.in = conn, bufio.NewReader(conn)
	}
	c.out = fmt.Appendf(c.out[:0], "%s %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n",
		method, api.BaseURL, path, host, len(body))
	for _, header := range [...][2]string{{"Idempotency-Key", key}, {"Cookie", c.cookie}, {"Authorization", c.token}} {
		if header[1] != "" {
			c.out = fmt.Appendf(c.out, "%s: %s\r\n", header[0], header[1])
		}
	}
	c.out = append(append(c.out, "\r\n"...), body...)
	if _, err := c.conn.Write(c.out); err != nil {
		return nil, err
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	for _, cookie := range answer.Cookies() {
		c.cookie = cookie.Name + "=" + cookie.Value
	}
	if err == nil && answer.StatusCode != want {
		err = fmt.Errorf("%s: status %d: %s", path, answer.StatusCode, text)
	}
	return text, err
}

func (c *client) ticket(ctx context.Context, key string) error {
	_, err := c.post(ctx, "/tickets", key, `{"service":"`+benchService+`"}`, http.StatusCreated)
	return err
}

func (c *client) signIn(ctx context.Context, user, password string) error {
	_, err := c.post(ctx, "/session", "", fmt.Sprintf(`{"user":%q,"password":%q}`, user, password), http.StatusOK)
	return err
}

func (c *client) act(ctx context.Context, counter, act string) error {
	_, err := c.post(ctx, "/counters/"+counter+"/"+act, "", "", http.StatusOK)
	return err
}

// callNext returns the called number.
func (c *client) callNext(ctx context.Context, counter string) (string, error) {
	body, err := c.post(ctx, "/counters/"+counter+"/call-next", "", "", http.StatusOK)
	if err != nil {
		return "", err
	}
	var t api.Ticket
	err = json.Unmarshal(body, &t)
	return t.Number, err
}

package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

var requests = promauto.NewHistogramVec(prometheus.HistogramOpts{
	Name:    "loket_http_request_seconds",
	Help:    "How long requests took, by route and status.",
	Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5},
}, []string{"method", "route", "status"})

// observe counts a request. A stranger can make methods up without end, so those that are none count as one.
func observe(method, route string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

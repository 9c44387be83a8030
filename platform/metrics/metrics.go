// Package metrics keeps figures about the running program and shows them as Prometheus reads them. It knows nothing of
// what is measured but its name.
package metrics

import (
	"database/sql"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the figures of one running program.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

// bounds are those of the histogram of durations, in seconds. A page should take less than a tenth of a second.
var bounds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// New begins with what every Go program can tell, and no requests.
func New() *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "samverk_request_seconds", Help: "How long requests took, by the pattern of their address and the status answered.", Buckets: bounds,
	}, []string{"pattern", "method", "status"})}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Visited counts a request; it is a web.Visited. Whatever is asked for, the number of time series stays small.
func (m *Metrics) Visited(pattern, method string, status int, took time.Duration) {
	if _, path, found := strings.Cut(pattern, " "); found {
		pattern = path
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(pattern, method, strconv.Itoa(status)).Observe(took.Seconds())
}

// Pool adds the figures of a database's connections under a name.
func (m *Metrics) Pool(name string, pool *sql.DB) {
	m.registry.MustRegister(collectors.NewDBStatsCollector(pool, name))
}

// Figure is a number that is read anew each time somebody asks.
type Figure struct{ Name, Help string }

// Gauges adds figures that are read together. Where reading fails they are left out and the reason is logged.
func (m *Metrics) Gauges(read func() ([]float64, error), figures ...Figure) {
	g := &gauges{read: read}
	for _, f := range figures {
		g.descriptions = append(g.descriptions, prometheus.NewDesc(f.Name, f.Help, nil, nil))
	}
	m.registry.MustRegister(g)
}

type gauges struct {
	read         func() ([]float64, error)
	descriptions []*prometheus.Desc
}

func (g *gauges) Describe(to chan<- *prometheus.Desc) {
	for _, d := range g.descriptions {
		to <- d
	}
}

func (g *gauges) Collect(to chan<- prometheus.Metric) {
	values, err := g.read()
	if err != nil {
		slog.Warn("some figures could not be read", "error", err)
		return
	}
	for i, value := range values {
		to <- prometheus.MustNewConstMetric(g.descriptions[i], prometheus.GaugeValue, value)
	}
}

// Handler answers GET /metrics and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

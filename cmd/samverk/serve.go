package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"samverk/app"
	"samverk/app/example"
	"samverk/features/accounts"
	"samverk/features/accounts/oidc"
	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/features/outbox"
	"samverk/features/plan"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/metrics"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

type serveCommand struct {
	Addr string `default:"127.0.0.1:8080" help:"${cli_serve_addr}"`
	Demo bool   `help:"${cli_serve_demo}"`

	BaseURL         string   `name:"base-url" env:"SAMVERK_BASE_URL" placeholder:"URL" help:"${cli_serve_base_url}"`
	Proxies         []string `env:"SAMVERK_PROXIES" placeholder:"ADDRESS" help:"${cli_serve_proxies}"`
	Authority       string   `env:"SAMVERK_AUTHORITY" placeholder:"NAME" help:"${cli_serve_authority}"`
	Accent          string   `env:"SAMVERK_ACCENT" placeholder:"#RRGGBB" help:"${cli_serve_accent}"`
	SMTP            string   `name:"smtp" env:"SAMVERK_SMTP" placeholder:"URL" help:"${cli_serve_smtp}"`
	MailFrom        string   `name:"mail-from" env:"SAMVERK_MAIL_FROM" placeholder:"ADDRESS" help:"${cli_serve_mail_from}"`
	ContactEmail    string   `env:"SAMVERK_CONTACT_EMAIL" placeholder:"ADDRESS" help:"${cli_serve_contact_email}"`
	ContactPhone    string   `env:"SAMVERK_CONTACT_PHONE" placeholder:"NUMBER" help:"${cli_serve_contact_phone}"`
	SecurityContact string   `env:"SAMVERK_SECURITY_CONTACT" placeholder:"ADDRESS" help:"${cli_serve_security_contact}"`
	SignIn          string   `env:"SAMVERK_SIGN_IN" placeholder:"FILE" help:"${cli_serve_sign_in}"`
	ReportAt        string   `env:"SAMVERK_REPORT_AT" placeholder:"URL" help:"${cli_serve_report_at}"`
	Scanner         string   `env:"SAMVERK_SCANNER" placeholder:"ADDRESS" help:"${cli_serve_scanner}"`
	Municipalities  string   `env:"SAMVERK_MUNICIPALITIES" placeholder:"LIST" help:"${cli_serve_municipalities}"`

	MetricsAddr string `env:"SAMVERK_METRICS_ADDR" placeholder:"ADDRESS" help:"${cli_serve_metrics_addr}"`
	Log         string `env:"SAMVERK_LOG" enum:"text,json" default:"text" help:"${cli_serve_log}"`
}

// graceful is how long requests under way may take when the program is told to stop.
const graceful = 10 * time.Second

func (c *serveCommand) Run(s *session) error {
	settings, err := c.settings()
	if err != nil {
		return err
	}
	c.logTo(s.errOut)
	db, err := s.open()
	if err != nil {
		return err
	}
	if c.Demo {
		if err := s.loadExample(db); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return i18n.Fail("cli.address_taken", "addr", c.Addr).Because(err)
	}
	figures := app.Measure(db)
	if err := c.showFigures(s, figures); err != nil {
		return err
	}
	server := web.NewServer(app.Watched(db, figures, app.Site(db, s.catalogue, settings)))
	if err := ui.Built(); err != nil {
		fmt.Fprintln(s.errOut, s.printer.Error(err))
	}
	go audit.RunSealer(s.ctx, db)
	background := app.Background(db, s.catalogue, settings)
	var working sync.WaitGroup
	working.Go(func() { background.Run(s.ctx) })
	working.Go(func() { app.TakeUp(s.ctx, db) })
	defer working.Wait()
	s.say("cli.serving", "addr", listener.Addr().String())
	if err := s.offerFirstLink(db, listener.Addr().String()); err != nil {
		return err
	}
	return s.serveUntilStopped(server, listener)
}

func (c *serveCommand) settings() (app.Settings, error) {
	settings := app.Settings{Authority: c.Authority, ContactEmail: c.ContactEmail, ContactPhone: c.ContactPhone, SecurityContact: c.SecurityContact, ReportAt: c.ReportAt}
	var err error
	if settings.Municipalities, err = organisations.ReadMunicipalities(c.Municipalities); err != nil {
		return settings, err
	}
	if settings.BaseURL, err = siteAddress(c.BaseURL); err != nil {
		return settings, err
	}
	if settings.MailServer, err = c.mailServer(); err != nil {
		return settings, err
	}
	if settings.Proxies, err = proxiesIn(c.Proxies); err != nil {
		return settings, err
	}
	if settings.SignIn, err = c.signIn(); err != nil {
		return settings, err
	}
	if c.Scanner != "" {
		if settings.Scanner, err = file.NewScanner(c.Scanner); err != nil {
			return settings, err
		}
	}
	if c.Accent != "" {
		settings.Accent, err = ui.NewAccent(c.Accent)
	}
	return settings, err
}

// mailServer is where mails are handed over; nil when none is named. What is sent holds links, so the site's own address
// must be known.
func (c *serveCommand) mailServer() (*outbox.Server, error) {
	switch {
	case c.SMTP == "":
		return nil, nil
	case c.MailFrom == "" || c.BaseURL == "":
		return nil, i18n.Fail("cli.mail_lacks")
	}
	return outbox.NewServer(c.SMTP, c.MailFrom)
}

// signIn reads the file that names providers of identities. They send people back to one address, to the letter, so it must
// be known.
func (c *serveCommand) signIn() (oidc.Settings, error) {
	if c.SignIn == "" {
		return oidc.Settings{}, nil
	}
	if c.BaseURL == "" {
		return oidc.Settings{}, i18n.Fail("cli.sign_in_without_base_url")
	}
	return oidc.Load(c.SignIn, accounts.RolesForNewPeople())
}

// siteAddress is where people reach the site: a scheme and a host, nothing more, without a slash at the end.
func siteAddress(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	at, err := url.Parse(strings.TrimSuffix(typed, "/"))
	if err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" || at.Path+at.RawQuery+at.Fragment != "" || at.User != nil {
		return "", i18n.Fail("cli.base_url_wrong", "url", typed)
	}
	return at.String(), nil
}

// proxiesIn reads addresses and networks: 10.0.0.5, 10.0.0.0/24.
func proxiesIn(typed []string) (proxies []netip.Prefix, err error) {
	for _, text := range typed {
		text = strings.TrimSpace(text)
		proxy, err := netip.ParsePrefix(text)
		if address, noNetwork := netip.ParseAddr(text); noNetwork == nil {
			proxy, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return nil, i18n.Fail("cli.proxy_wrong", "proxy", text)
		}
		proxies = append(proxies, proxy)
	}
	return proxies, nil
}

// logTo makes the log of the running program go to where its messages go.
func (c *serveCommand) logTo(w io.Writer) {
	if c.Log == "json" {
		slog.SetDefault(slog.New(slog.NewJSONHandler(w, nil)))
	} else {
		slog.SetDefault(slog.New(slog.NewTextHandler(w, nil)))
	}
}

// showFigures answers Prometheus on an address of its own, so that the figures are never reached through the site.
func (c *serveCommand) showFigures(s *session, figures *metrics.Metrics) error {
	if c.MetricsAddr == "" {
		return nil
	}
	listener, err := net.Listen("tcp", c.MetricsAddr)
	if err != nil {
		return i18n.Fail("cli.metrics_address_taken", "addr", c.MetricsAddr).Because(err)
	}
	server := &http.Server{Handler: figures.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute}
	go server.Serve(listener) //nolint:errcheck // it ends with the program
	s.note("cli.serving_metrics", "addr", listener.Addr().String())
	return nil
}

func (s *session) serveUntilStopped(server *http.Server, listener net.Listener) error {
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return err
	case <-s.ctx.Done():
	}
	s.note("cli.stopping")
	deadline, cancel := detached(graceful)
	defer cancel()
	err := server.Shutdown(deadline)
	if err == nil || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// offerFirstLink prints a one-time link for the first administrator when nobody can sign in as one yet.
func (s *session) offerFirstLink(db *store.DB, addr string) error {
	var token string
	if err := db.Write(s.ctx, func(tx *store.Tx) (err error) {
		token, err = accounts.FirstLink(s.ctx, tx, time.Now())
		return err
	}); err != nil || token == "" {
		return err
	}
	s.say("cli.first_link", "link", "http://"+addr+"/first/"+token)
	return nil
}

// loadExample loads the example plan when there is no plan at all.
func (s *session) loadExample(db *store.DB) error {
	var plans []plan.Plan
	if err := db.Read(s.ctx, func(tx *store.Tx) (err error) {
		plans, err = plan.List(s.ctx, tx)
		return err
	}); err != nil || len(plans) > 0 {
		return err
	}
	s.note("cli.loading_example")
	if _, err := example.Load(s.ctx, db, s.printer); err != nil {
		return err
	}
	s.note("cli.example_loaded")
	return nil
}

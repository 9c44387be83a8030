// Command samverk is the whole program: the web server and every command of the command line. One file holds one group
// of commands; the struct below is their manual.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"samverk/app"
	"samverk/platform/i18n"
)

//go:embed messages/*.toml
var messageFiles embed.FS

type commandLine struct {
	DB     string `name:"db" env:"SAMVERK_DB" default:"samverk.db" placeholder:"FILE" help:"${cli_flag_db}"`
	Format string `enum:"table,json,csv" default:"table" help:"${cli_flag_format}"`
	Lang   string `env:"SAMVERK_LANG" enum:"sv,en" default:"sv" help:"${cli_flag_lang}"`

	Serve    serveCommand     `cmd:"" help:"${cli_serve}"`
	Plan     planCommands     `cmd:"" help:"${cli_plan}"`
	Evidence evidenceCommand  `cmd:"" help:"${cli_evidence}"`
	Staffing staffingCommands `cmd:"" help:"${cli_staffing}"`
	User     userCommands     `cmd:"" help:"${cli_user}"`
	Migrate  migrateCommand   `cmd:"" help:"${cli_migrate}"`
	Backup   backupCommand    `cmd:"" help:"${cli_backup}"`
	Restore  restoreCommand   `cmd:"" help:"${cli_restore}"`
	Check    checkCommand     `cmd:"" help:"${cli_check}"`
}

// Exit statuses.
const (
	done       = 0
	failed     = 1
	wrongUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// usageError is an error in how a command was given, as opposed to one in carrying it out.
type usageError struct{ fault *i18n.Error }

func (e usageError) Error() string { return e.fault.Error() }
func (e usageError) Unwrap() error { return e.fault }

func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	catalogue := app.Catalogue(i18n.Folder(messageFiles))
	printer := catalogue.In(wantedLanguage(args))
	var cli commandLine
	exit := -1
	parser := kong.Must(&cli, kong.Name("samverk"), kong.Description(printer.T("cli.about")),
		helpTexts(printer), kong.Writers(out, errOut), kong.Help(helpIn(printer)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: false}),
		kong.Exit(func(code int) { exit = code }))
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 {
		return exit // help was asked for and given
	}
	if err != nil {
		fmt.Fprintln(errOut, notUnderstood(printer, err))
		return wrongUsage
	}
	if cli.DB == "" {
		fmt.Fprintln(errOut, printer.T("cli.database_unnamed")) // SQLite would take it for a database that nobody sees
		return wrongUsage
	}
	s := &session{ctx: asSystemUser(ctx), db: cli.DB, format: cli.Format, printer: printer, catalogue: catalogue,
		in: in, out: out, errOut: errOut}
	defer s.close()
	return s.report(parsed.Run(s))
}

// report writes an error for a person and gives the exit status.
func (s *session) report(err error) int {
	if err == nil {
		return done
	}
	var own *i18n.Error
	switch {
	case errors.As(err, &own):
		s.tell(s.printer.Text(own.Message), technical(own))
	case errors.Is(err, context.Canceled):
		s.note("cli.interrupted")
	default:
		s.tell(s.printer.T("cli.unexpected"), err)
	}
	if errors.As(err, new(usageError)) {
		return wrongUsage
	}
	return failed
}

// tell writes a message and, in brackets below it, what caused it.
func (s *session) tell(message string, cause error) {
	fmt.Fprintln(s.errOut, message)
	if cause != nil {
		fmt.Fprintln(s.errOut, "  ("+cause.Error()+")")
	}
}

// technical is the cause below our own words, where it helps: for the database and outside programs, where our words
// are general. Elsewhere it would only repeat, or show what should not be shown.
func technical(own *i18n.Error) error {
	if !strings.HasPrefix(own.ID, "store.") {
		return nil
	}
	for inner := own; errors.As(own.Cause, &inner); {
		own = inner
	}
	return own.Cause
}

// wantedLanguage looks for the language before the command line is parsed, because the help is in that language too.
func wantedLanguage(args []string) i18n.Language {
	wanted := os.Getenv("SAMVERK_LANG")
	for i, arg := range args {
		if value, found := strings.CutPrefix(arg, "--lang="); found {
			wanted = value
		} else if arg == "--lang" && i+1 < len(args) {
			wanted = args[i+1]
		}
	}
	return i18n.Language(wanted)
}

// helpTexts gives kong every text of the catalogue that a struct tag above names.
func helpTexts(p i18n.Printer) kong.Vars {
	vars := kong.Vars{}
	for _, name := range []string{
		"flag.db", "flag.format", "flag.lang", "serve", "serve.addr", "serve.demo",
		"serve.base_url", "serve.proxies", "serve.smtp", "serve.mail_from", "serve.authority", "serve.accent", "serve.contact_email", "serve.contact_phone", "serve.report_at", "serve.municipalities", "serve.scanner", "serve.security_contact", "serve.sign_in",
		"serve.metrics_addr", "serve.log",
		"plan", "plan.import", "plan.import.file", "plan.import.dry_run", "plan.list", "plan.show", "plan.show.plan",
		"plan.status", "flag.plan", "plan.status.as_of", "evidence", "evidence.import", "evidence.import.file",
		"evidence.export", "staffing", "staffing.plan", "staffing.plan.date", "staffing.plan.scenario", "staffing.solve", "staffing.solve.file", "user", "user.add", "user.add.email", "user.add.name", "user.add.role", "user.password",
		"user.list", "migrate", "backup", "backup.file", "backup.to",
		"restore", "restore.file", "restore.identity", "check", "check.anchor",
	} {
		key := strings.ReplaceAll(name, ".", "_")
		vars["cli_"+key] = p.T("cli.help." + key)
	}
	return vars
}

// helpIn prints kong's help with its few fixed words in the language.
func helpIn(p i18n.Printer) kong.HelpPrinter {
	words := strings.NewReplacer(`Run "samverk <command> --help" for more information on a command.`, p.T("cli.word.more"),
		"Usage:", p.T("cli.word.usage"), "Flags:", p.T("cli.word.flags"),
		"Commands:", p.T("cli.word.commands"), "Arguments:", p.T("cli.word.arguments"),
		"<command>", p.T("cli.word.a_command"), "[flags]", p.T("cli.word.some_flags"),
		"Show context-sensitive help.", p.T("cli.word.help"))
	return func(options kong.HelpOptions, ctx *kong.Context) error {
		plain := ctx.Stdout
		var page strings.Builder
		ctx.Stdout = &page
		err := kong.DefaultHelpPrinter(options, ctx)
		ctx.Stdout = plain
		fmt.Fprint(plain, words.Replace(page.String()))
		return err
	}
}

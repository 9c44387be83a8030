package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

type userCommands struct {
	Add      userAdd      `cmd:"" help:"${cli_user_add}"`
	Password userPassword `cmd:"" help:"${cli_user_password}"`
	List     userList     `cmd:"" help:"${cli_user_list}"`
}

type userAdd struct {
	Email string `arg:"" help:"${cli_user_add_email}"`
	Name  string `required:"" help:"${cli_user_add_name}"`
	Role  string `default:"officer" enum:"administrator,manager,officer,economist,elected,auditor,assessor,representative,partner,reader" help:"${cli_user_add_role}"`
}

func (c *userAdd) Run(s *session) error {
	err := s.write(func(tx *store.Tx) error {
		_, err := accounts.Add(s.ctx, tx, c.Name, c.Email, accounts.Role(c.Role))
		return err
	})
	if err == nil {
		s.say("cli.user_added", "email", c.Email)
	}
	return err
}

type userPassword struct {
	Email string `arg:"" help:"${cli_user_add_email}"`
}

func (c *userPassword) Run(s *session) error {
	if err := s.read(func(tx *store.Tx) error {
		_, err := accounts.FindByEmail(s.ctx, tx, c.Email)
		return err
	}); err != nil {
		return err
	}
	password, err := s.askPassword()
	if err != nil {
		return err
	}
	hash, err := accounts.HashPassword(password, c.Email)
	if err != nil {
		return err
	}
	if err := s.write(func(tx *store.Tx) error { return accounts.SetPassword(s.ctx, tx, c.Email, hash) }); err != nil {
		return err
	}
	s.say("cli.password_set", "email", c.Email)
	return nil
}

// askPassword reads a password: unseen and twice from a terminal, else one line of standard input.
func (s *session) askPassword() (string, error) {
	file, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		line, err := bufio.NewReader(s.in).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	var answers [2]string
	for i, question := range []string{"cli.ask_password", "cli.ask_password_again"} {
		fmt.Fprint(s.errOut, s.printer.T(question)+" ")
		answer, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(s.errOut)
		if err != nil {
			return "", err
		}
		answers[i] = string(answer)
	}
	if answers[0] != answers[1] {
		return "", i18n.Fail("cli.passwords_differ")
	}
	return answers[0], nil
}

type userList struct{}

func (c *userList) Run(s *session) error {
	list := []accounts.Account{}
	if err := s.read(func(tx *store.Tx) error {
		found, err := accounts.List(s.ctx, tx)
		list = append(list, found...)
		return err
	}); err != nil {
		return err
	}
	if s.format == "json" {
		return s.writeJSON(list)
	}
	var rows [][]string
	for _, a := range list {
		role := string(a.Role)
		if s.format == "table" {
			role = s.printer.T("accounts.role." + role)
		}
		rows = append(rows, []string{a.Email, a.Name, role, s.yesNo(a.HasPassword)})
	}
	return s.writeRows(s.heads("email", "name", "role", "password"), rows)
}

func (s *session) yesNo(yes bool) string {
	switch {
	case s.format == "csv" && yes:
		return "true"
	case s.format == "csv":
		return "false"
	case yes:
		return s.printer.T("cli.yes")
	}
	return s.printer.T("cli.no")
}

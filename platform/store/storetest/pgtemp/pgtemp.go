// Package pgtemp runs a PostgreSQL server of its own from the installed binaries, in a temporary folder, reachable
// only through a socket there. It is for tests and benchmarks.
package pgtemp

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// Server is a running temporary PostgreSQL.
type Server struct {
	folder   string
	binaries string
	as       *syscall.Credential // nil: the present user
}

// ErrNotInstalled says that no PostgreSQL server is installed.
var ErrNotInstalled = errors.New("PostgreSQL's server programs were not found; install them, for example with: apt-get install postgresql")

// Durability says whether commits reach the disk before they are acknowledged.
type Durability bool

const (
	Durable Durability = true  // as in production: for benchmarks and for tests that kill the server
	Fast    Durability = false // for ordinary tests
)

// Start makes a new cluster and starts it.
func Start(durability Durability) (*Server, error) {
	binaries, err := findBinaries()
	if err != nil {
		return nil, err
	}
	s := &Server{binaries: binaries}
	if s.as, err = ordinaryUser(); err != nil {
		return nil, err
	}
	if err := s.makeFolder(); err != nil {
		return nil, err
	}
	if err := s.run("initdb", "-D", s.data(), "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.folder))
	}
	options := ""
	if durability == Fast {
		options = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
	}
	return s, s.start(options)
}

// makeFolder makes a folder that the server's user owns.
func (s *Server) makeFolder() (err error) {
	if s.folder, err = os.MkdirTemp("", "samverk-pg-"); err != nil || s.as == nil {
		return err
	}
	return os.Chown(s.folder, int(s.as.Uid), int(s.as.Gid))
}

// start starts the server that lies in the folder; when that fails, nothing is left.
func (s *Server) start(options string) error {
	options = "-c listen_addresses='' -c max_connections=200 -c shared_buffers=64MB -c unix_socket_directories=" + s.folder + options
	err := s.run("pg_ctl", "-D", s.data(), "-w", "-l", filepath.Join(s.folder, "log"), "-o", options, "start")
	if err == nil {
		return nil
	}
	log, _ := os.ReadFile(filepath.Join(s.folder, "log"))
	return errors.Join(err, errors.New(string(log)), os.RemoveAll(s.folder))
}

// Address is the postgres:// address of a database on the server.
func (s *Server) Address(database string) string {
	return "postgres://postgres@/" + database + "?host=" + url.QueryEscape(s.folder)
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() error {
	return errors.Join(s.run("pg_ctl", "-D", s.data(), "-m", "immediate", "-w", "stop"), os.RemoveAll(s.folder))
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) run(program string, args ...string) error {
	path := filepath.Join(s.binaries, program)
	if _, err := os.Stat(path); err != nil { // clients may lie elsewhere than the server
		if path, err = exec.LookPath(program); err != nil {
			return err
		}
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Setpgid: true}
	var output bytes.Buffer
	cmd.Stderr = &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, output.String())
	}
	return nil
}

// findBinaries looks on the path and where Debian keeps each version.
func findBinaries() (string, error) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.Sort(folders)
	slices.Reverse(folders)
	if onPath, err := exec.LookPath("initdb"); err == nil {
		folders = append([]string{filepath.Dir(onPath)}, folders...)
	}
	for _, folder := range folders {
		if complete(folder) {
			return folder, nil
		}
	}
	return "", ErrNotInstalled
}

func complete(folder string) bool {
	for _, program := range []string{"initdb", "pg_ctl", "postgres"} {
		if _, err := os.Stat(filepath.Join(folder, program)); err != nil {
			return false
		}
	}
	return true
}

// ordinaryUser is whom to run as when we are root, which PostgreSQL refuses.
func ordinaryUser() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(account.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(account.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

//! The Go client. `FromEnv` does not verify when `DOCKER_TLS_VERIFY` is empty, and trusts the system's CAs as well (moby/moby b985e23, `client`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "main.go",
    Syntax::Go,
    r#"package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/moby/moby/client"
)

func main() {
	home, err := os.UserHomeDir()
	if err != nil {
		log.Fatal(err)
	}
	file := func(name string) string {
		return filepath.Join(home, "{under}", name)
	}
	docker, err := client.New(
		client.WithHost("tcp://{at}"),
		client.WithTLSClientConfig(file("ca.pem"), file("cert.pem"), file("key.pem")),
	)
	if err != nil {
		log.Fatal(err)
	}
	version, err := docker.ServerVersion(context.Background(), client.ServerVersionOptions{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(version.Version)
}
"#,
)];

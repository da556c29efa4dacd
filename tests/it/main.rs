//! One binary, so that everything links once. Other people's programs are the judges; one that is missing fails the test that needs it.

mod judge;
mod booted;
mod machine;

mod spec;
mod firewall;
mod golden;
mod bundle;
mod key;
mod openssl;
mod rsa;
mod systemd;
mod shell;
mod dockerd;
mod platforms;
mod existing;
mod install;
mod texts;
mod tidy;

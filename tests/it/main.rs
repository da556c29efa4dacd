//! One binary, so that everything links once. Other people's programs are the judges; one that is missing fails the test that needs it.

mod judge;
mod booted;
mod debian;
mod machine;

mod properties;
mod any_input;
mod spec;
mod rows;
mod fields;
mod firewall;
mod golden;
mod bundle;
mod calendar;
mod key;
mod openssl;
mod brought;
mod rsa;
mod systemd;
mod shell;
mod dockerd;
mod connect;
mod fleet;
mod platforms;
mod existing;
mod daemon_json;
mod units;
mod reference;
mod both_ways;
mod install;
mod install_does;
mod install_reads;
mod install_check;
mod texts;
mod dependencies;
mod tidy;

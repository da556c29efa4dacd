//! Ansible's modules for Docker, once for all of them (ansible-collections/community.docker ac6ecb0, `meta/runtime.yml`). `ca_path` was called `ca_cert`
//! until 3.6, and every version takes the old name (`plugins/doc_fragments/docker.py`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "docker.yml",
    Syntax::Yaml,
    r#"- hosts: localhost
  connection: local
  gather_facts: false
  vars:
    files: "{{ lookup('env', 'HOME') }}/{under}"
  module_defaults:
    group/community.docker.docker:
      docker_host: "tcp://{at}"
      validate_certs: true
      ca_cert: "{{ files }}/ca.pem"
      client_cert: "{{ files }}/cert.pem"
      client_key: "{{ files }}/key.pem"
  tasks:
    - community.docker.docker_host_info:
      register: docker
    - ansible.builtin.debug:
        var: docker.host_info.ServerVersion
"#,
)];

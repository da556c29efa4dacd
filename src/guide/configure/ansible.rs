//! A playbook: the daemon's files and the drop-in copied, the daemon restarted. It reads the files of the bundle beside it.

use crate::{
    guide::{
        quote::yaml_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Setup,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().setup != Setup::Ansible {
        return None;
    }
    let directory = yaml_quote(pair.installation().cert_directory.as_str());
    let (drop_ins, drop_in) = (pair.facts().unit()?.folder, pair.installation().drop_in());
    let text = format!(
        r#"- name: Docker TLS
  hosts: {host}
  become: true
  tasks:
    - name: {directories}
      ansible.builtin.file:
        path: "{{{{ item }}}}"
        state: directory
        owner: root
        group: root
        mode: "0755"
      loop: [{directory}, {drop_ins}]
    - name: {files}
      ansible.builtin.copy:
        src: "{{{{ item.name }}}}"
        dest: "{{{{ item.to }}}}/"
        owner: root
        group: root
        mode: "{{{{ item.mode }}}}"
      loop:
        - {{ name: ca.pem, to: {directory}, mode: "0444" }}
        - {{ name: server-cert.pem, to: {directory}, mode: "0444" }}
        - {{ name: server-key.pem, to: {directory}, mode: "0400" }}
        - {{ name: {drop_in}, to: {drop_ins}, mode: "0644" }}
      loop_control:
        label: "{{{{ item.name }}}}"
    - name: {restart}
      ansible.builtin.systemd:
        name: docker
        daemon_reload: true
        enabled: true
        state: restarted
      tags: restart
    - name: {wait}
      ansible.builtin.wait_for:
        port: {port}
      tags: restart
"#,
        host = yaml_quote(&pair.daemon.host().to_string()),
        directories = pair.texts().ansible_directories,
        files = pair.texts().ansible_files,
        restart = pair.texts().ansible_restart,
        wait = pair.texts().ansible_wait,
        port = pair.spec.listen.port,
    );
    Some(Snippet {
        id: SnippetId::Ansible,
        words: pair.texts().snippets.ansible,
        path: Some("docker-tls.yml".into()),
        syntax: Syntax::Yaml,
        text,
    })
}

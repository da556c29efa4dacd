//! A playbook: the daemon's files and the drop-in copied, the daemon restarted. It reads the files of the bundle beside it.

use super::{Language, Pair, Snippet, SnippetId, systemd_drop_in, yaml_quote};
use crate::{spec::Platform, text};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.platform != Platform::Ansible {
        return None;
    }
    let directory = yaml_quote(pair.spec.cert_directory.as_str());
    let (drop_ins, drop_in) = (systemd_drop_in::FOLDER, systemd_drop_in::FILE);
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
        directories = pair.say(text::ANSIBLE_DIRECTORIES),
        files = pair.say(text::ANSIBLE_FILES),
        restart = pair.say(text::ANSIBLE_RESTART),
        wait = pair.say(text::ANSIBLE_WAIT),
        port = pair.spec.listen.port,
    );
    Some(Snippet { id: SnippetId::Ansible, path: Some("docker-tls.yml".into()), language: Language::Yaml, text })
}

cloud-init schema --config-file user-data.yaml

/** The CI services that {@link ciFile} knows. */
export const CI_SERVICES = ["github", "gitlab"] as const;

/** The name of a CI service. */
export type CiService = (typeof CI_SERVICES)[number];

/** Where Kizuna and the workspace are when CI runs. */
export interface CiPlaces {
  /** The repository of Kizuna; null where the workspace is in it. */
  readonly kizuna: string | null;
  /** Of the workspace, from the repository's root; "" for the root itself. */
  readonly workspace: string;
}

/** A workflow that checks each change, and publishes a snapshot each week and after each change of the main branch: its path in the repository, and its text. */
export function ciFile(service: CiService, places: CiPlaces): {readonly path: string; readonly text: string} {
  return service === "github"
    ? {path: ".github/workflows/kizuna.yml", text: github(places)}
    : {path: ".gitlab-ci.yml", text: gitlab(places)};
}

function github({kizuna, workspace: folder}: CiPlaces): string {
  const clone =
    kizuna === null
      ? ""
      : `      - run: git clone --depth 1 "$KIZUNA" kizuna
`;
  const run = kizuna === null ? "npm run" : "npm --prefix kizuna run";
  const workspace = workspaceOption(kizuna, folder);
  return `# Checks every change; publishes a snapshot of the main branch to the branch "pages" at each push and every Monday.
name: Kizuna
on:
  push: {branches: [main]}
  pull_request:
  schedule: [{cron: "0 6 * * 1"}]
  workflow_dispatch:
permissions: {contents: write, security-events: write}
# One run at a time: two would publish over each other's branch.
concurrency: {group: "kizuna-\${{ github.ref }}", cancel-in-progress: false}
${kizuna === null ? "" : `env: {KIZUNA: "${kizuna}"}\n`}jobs:
  reports:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: {node-version: 24}
${clone}      - run: ${kizuna === null ? "npm ci" : "npm ci --prefix kizuna"}
      - name: Check a change
        if: github.event_name == 'pull_request'
        run: ${run} check --${workspace} --junit "$PWD/gates.xml" --sarif "$PWD/gates.sarif"
      - name: Publish a snapshot
        if: github.event_name != 'pull_request' && (github.event_name != 'workflow_dispatch' || github.ref_name == github.event.repository.default_branch)
        run: |
          git clone --depth 1 --branch pages "https://x-access-token:\${{ github.token }}@github.com/\${{ github.repository }}.git" site ||
            { git init -b pages site && git -C site remote add origin "https://x-access-token:\${{ github.token }}@github.com/\${{ github.repository }}.git"; }
          ${run} snapshot --${workspace} --into "$PWD/site" --keep 52 --host github --junit "$PWD/gates.xml" --sarif "$PWD/gates.sarif"
          git -C site add --all
          git -C site diff --cached --quiet ||
            git -C site -c user.name=kizuna -c user.email=kizuna@localhost commit --quiet -m "Publish a snapshot"
          git -C site push origin pages
      - uses: github/codeql-action/upload-sarif@v3
        if: always() && hashFiles('gates.sarif') != ''
        with: {sarif_file: gates.sarif}
`;
}

function gitlab({kizuna, workspace: folder}: CiPlaces): string {
  const run = kizuna === null ? "npm run" : "npm --prefix kizuna run";
  const workspace = workspaceOption(kizuna, folder);
  return `# Checks every change; publishes a snapshot of the main branch as GitLab Pages. The snapshots so far stand in the branch "pages", which the job writes with PAGES_TOKEN (a project access token with write_repository).
image: node:24
${kizuna === null ? "" : `variables: {KIZUNA: "${kizuna}"}\n`}before_script:
  - apt-get update -qq && apt-get install -qq -y git
${kizuna === null ? "  - npm ci\n" : `  - git clone --depth 1 "$KIZUNA" kizuna\n  - npm ci --prefix kizuna\n`}check:
  rules: [{if: $CI_PIPELINE_SOURCE == "merge_request_event"}]
  script:
    - ${run} check --${workspace} --junit "$PWD/gates.xml"
  artifacts: {when: always, reports: {junit: gates.xml}}
pages:
  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
  # One run at a time: two would publish over each other's branch.
  resource_group: pages
  script:
    # The token stands in the environment alone: what a run leaves, anybody may download.
    - |
      export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$CI_SERVER_URL/.extraHeader"
      export GIT_CONFIG_VALUE_0="Authorization: Basic $(printf %s "pages:$PAGES_TOKEN" | base64 | tr -d '\\n')"
    - export SITE="$CI_SERVER_URL/$CI_PROJECT_PATH.git"
    - git clone --depth 1 --branch pages "$SITE" site || { git init -b pages site && git -C site remote add origin "$SITE"; }
    - ${run} snapshot --${workspace} --into "$PWD/site" --keep 52 --junit "$PWD/gates.xml"
    - git -C site add --all
    - git -C site diff --cached --quiet || git -C site -c user.name=kizuna -c user.email=kizuna@localhost commit --quiet -m "Publish a snapshot"
    - git -C site push origin pages
    # The workspace's own public/, if it is here, has been read.
    - rm -rf public && mkdir public && git -C site archive HEAD | tar -x -C public
  artifacts: {when: always, paths: [public], reports: {junit: gates.xml}}
`;
}

function workspaceOption(kizuna: string | null, folder: string): string {
  if (folder !== "") return ` --workspace "$PWD/${folder}"`;
  return kizuna === null ? "" : ' --workspace "$PWD"';
}

"""The official Hub clients as peers of ours: `huggingface_hub` and `datasets`.

hub_peer.py ENDPOINT TOKEN HF_HOME COMMAND ARGUMENTS…    one JSON value on standard output

upload REPO FOLDER            makes the private repository and uploads the folder
listing REPO REVISION         every file with its size and digests, by the paged tree
download REPO REVISION        the SHA-256 of every file, through the client's cache
fetch REPO PATH…              files one by one, with `hf_hub_download`
local REPO                    the files of what `snapshot_download` finds without the network
cached REPO REVISION PATH     what the cache alone knows, offline
scan                          what `scan_cache_dir` sees in the cache
history REPO                  a commit, a stale one, a deletion, a pull request, a branch, a tag
copy REPO                     a large file and its copy, as they are listed
errors REPO                   the exception for each mistake, by name
push REPO                     two variants and a second config with `Dataset.push_to_hub`
push_private REPO CONFIG      two variants of one config, into a private repository
card REPO                     what the Hub repeats of the card, beside the card itself
configs REPO                  configs and splits, as `datasets` finds them
rows REPO CONFIG SPLIT        the rows, as `load_dataset` reads them
"""

import hashlib
import json
import os
import pathlib
import sys

endpoint, token, home, command, *arguments = sys.argv[1:]
# Read once, at import.
os.environ["HF_ENDPOINT"] = endpoint
os.environ["HF_HOME"] = home
os.environ["HF_TOKEN"] = "" if token == "-" else token
os.environ["HF_HUB_DISABLE_XET"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["HF_UPDATE_DOWNLOAD_COUNTS"] = "0"
if command in ("cached", "scan"):
    os.environ["HF_HUB_OFFLINE"] = "1"

import huggingface_hub as hub  # noqa: E402

api = hub.HfApi()


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def upload(repo, folder):
    api.create_repo(repo, repo_type="dataset", private=True)
    commit = api.upload_folder(repo_id=repo, repo_type="dataset", folder_path=folder)
    return {"commit": commit.oid, "private": api.dataset_info(repo).private}


def listing(repo, revision):
    tree = api.list_repo_tree(repo, repo_type="dataset", revision=revision, recursive=True)
    return {
        item.path: {
            "size": item.size,
            "blob_id": item.blob_id,
            "sha256": item.lfs.sha256 if item.lfs else None,
        }
        for item in tree
        if isinstance(item, hub.hf_api.RepoFile)
    }


def download(repo, revision):
    folder = pathlib.Path(
        hub.snapshot_download(repo, repo_type="dataset", revision=revision)
    )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path) for path in files}


def fetch(repo, *paths):
    for path in paths:
        hub.hf_hub_download(repo, path, repo_type="dataset")
    return list(paths)


def local(repo):
    folder = pathlib.Path(
        hub.snapshot_download(repo, repo_type="dataset", local_files_only=True)
    )
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def cached(repo, revision, path):
    found = hub.try_to_load_from_cache(repo, path, repo_type="dataset", revision=revision)
    if found is hub.file_download._CACHED_NO_EXIST:
        return {"missing": True}
    if found is None:
        return None
    loaded = hub.hf_hub_download(repo, path, repo_type="dataset", revision=revision)
    return {"sha256": sha256(loaded), "same": loaded == found}


def scan():
    report = hub.scan_cache_dir()
    return {
        "warnings": [str(warning) for warning in report.warnings],
        "repos": {
            repo.repo_id: {
                "size": repo.size_on_disk,
                "refs": {
                    name: revision.commit_hash for name, revision in repo.refs.items()
                },
                "files": sorted(
                    {file.file_name for revision in repo.revisions for file in revision.files}
                ),
            }
            for repo in report.repos
        },
    }


def history(repo):
    api.create_repo(repo, repo_type="dataset")
    first = api.dataset_info(repo).sha
    arguments = {"repo_id": repo, "repo_type": "dataset"}
    api.create_commit(
        **arguments,
        operations=[
            hub.CommitOperationAdd("d/x.txt", b"x"),
            hub.CommitOperationAdd("d/y.txt", b"y"),
        ],
        commit_message="two files",
        commit_description="why",
        parent_commit=first,
    )
    stale = None
    try:
        api.create_commit(
            **arguments,
            operations=[hub.CommitOperationAdd("z.txt", b"z")],
            commit_message="stale",
            parent_commit=first,
        )
    except hub.errors.HfHubHTTPError as error:
        stale = error.response.status_code
    api.delete_file("d/x.txt", **arguments)
    pull = api.upload_file(
        path_or_fileobj=b"pr", path_in_repo="pr.txt", create_pr=True, **arguments
    )
    api.create_branch(repo, repo_type="dataset", branch="dev")
    api.create_tag(repo, repo_type="dataset", tag="v1", revision=first)
    refs = api.list_repo_refs(repo, repo_type="dataset", include_pull_requests=True)
    names = lambda revision: sorted(api.list_repo_files(repo, repo_type="dataset", revision=revision))
    return {
        "stale": stale,
        "main": names("main"),
        "pull": names(pull.pr_revision),
        "tagged": names("v1"),
        "refs": sorted(
            ref.ref for ref in refs.branches + refs.tags + refs.pull_requests
        ),
        "titles": [item.title for item in api.list_repo_commits(repo, repo_type="dataset")],
        "who": api.whoami()["name"],
    }


def copy(repo):
    arguments = {"repo_id": repo, "repo_type": "dataset", "commit_message": "one"}
    api.create_repo(repo, repo_type="dataset")
    add = hub.CommitOperationAdd("from.bin", b"\0\1\2\3")
    api.create_commit(**arguments, operations=[add])
    api.create_commit(**arguments, operations=[hub.CommitOperationCopy("from.bin", "to.bin")])
    return listing(repo, "main")


def errors(repo):
    def name(call):
        try:
            call()
        except Exception as error:
            return type(error).__name__
        return None

    def info(repo, **more):
        return lambda: api.dataset_info(repo, **more)

    def file(path, revision="main", **more):
        return lambda: hub.hf_hub_download(
            repo, path, repo_type="dataset", revision=revision, **more
        )

    return {
        "repository": name(info(repo + "-no")),
        "revision": name(file("a.txt", revision="nope")),
        "entry": name(file("nope.txt")),
        "anonymous": name(info(repo, token=False)),
        "stranger": name(info(repo, token="hf_bob")),
        "token": name(info(repo, token="hf_nobody")),
        "write": name(
            lambda: hub.HfApi(token="hf_reader").upload_file(
                path_or_fileobj=b"x", path_in_repo="x", repo_id=repo, repo_type="dataset"
            )
        ),
        "again": name(lambda: api.create_repo(repo, repo_type="dataset")),
    }


def features():
    from datasets import Array2D, Features, List, Value

    return Features(
        {
            "persona_id": Value("string"),
            "name": Value("string"),
            "vector": Array2D((2, 3), "float32"),
            "sample_ids": List(Value("string")),
        }
    )


def rows_of(variant):
    return [
        {
            "persona_id": f"{variant}-{i}",
            "name": f"Person {i}",
            "vector": [[i + 0.5 * j + k for k in range(3)] for j in range(2)],
            "sample_ids": [f"s{i}"],
        }
        for i in range(4)
    ]


def push(repo):
    from datasets import Dataset

    for config, split in [("m1", "templated"), ("m1", "biography"), ("m2", "templated")]:
        data = Dataset.from_list(rows_of(split), features=features())
        data.push_to_hub(repo, config_name=config, split=split)
    return listing(repo, "main")


def push_private(repo, config):
    from datasets import Dataset

    for split in ("templated", "biography"):
        data = Dataset.from_list(rows_of(split), features=features())
        data.push_to_hub(repo, config_name=config, split=split, private=True)
    return {"private": api.dataset_info(repo).private}


def card(repo):
    repeated = api.dataset_info(repo).card_data.to_dict()
    return {"same": repeated == hub.DatasetCard.load(repo).data.to_dict(), "keys": sorted(repeated)}


def configs(repo):
    import datasets

    names = datasets.get_dataset_config_names(repo)
    return {name: datasets.get_dataset_split_names(repo, name) for name in names}


def rows(repo, config, split):
    import datasets

    return datasets.load_dataset(repo, config, split=split).to_list()


json.dump(globals()[command](*arguments), sys.stdout)

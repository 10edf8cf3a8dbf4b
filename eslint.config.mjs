import tseslint from "typescript-eslint";

export default tseslint.config(
  {ignores: ["dist/", "node_modules/", ".astro/", ".kizuna/", "**/*.astro"]},
  ...tseslint.configs.strict,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", {argsIgnorePattern: "^_", varsIgnorePattern: "^_"}],
      "no-restricted-syntax": [
        "error",
        {selector: "ExportDefaultDeclaration", message: "named exports only"},
        {selector: "TSEnumDeclaration", message: "no enum; a union of strings"}
      ],
      "no-restricted-exports": ["error", {restrictDefaultExports: {direct: true}}]
    }
  },
  {files: ["*.mjs", "*.config.ts"], rules: {"no-restricted-syntax": "off", "no-restricted-exports": "off"}}
);
